namespace CC.Programs;

/// <summary>A program to run.</summary>
/// <param name="Arguments">The program, as a path or a name to look for, and its arguments.</param>
public sealed record ProgramOrder(IReadOnlyList<string> Arguments)
{
    /// <summary>What it reads from its standard input, which ends then.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What it finds in its environment besides what this process has there.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may take from the signal to end to its end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);
}
