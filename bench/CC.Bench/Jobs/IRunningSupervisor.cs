namespace CC.Bench.Jobs;

/// <summary>A supervisor that runs the children of a measurement.</summary>
internal interface IRunningSupervisor : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The processes that it consists of itself.</summary>
    IReadOnlyList<int> Own { get; }

    /// <summary>Has it run so many copies of a program, each kept alive; returns when it has been told.</summary>
    Task RunAsync(int copies, string program, string argument);

    /// <summary>Has it run a program once, whose output goes to a file.</summary>
    Task CaptureAsync(string program, string argument, string file);
}
