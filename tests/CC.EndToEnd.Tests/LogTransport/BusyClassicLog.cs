namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Its files have a number in their names.</summary>
internal sealed class BusyClassicLog(Transport transport, int seed) : BusyLog(seed)
{
    private int number = 1;

    /// <summary>The name of each of its files, oldest first.</summary>
    public IEnumerable<string> Names => Enumerable.Range(1, Contents.Count).Select(NameOf);

    protected override string Path => transport.Log(NameOf(number));

    protected override Task SwitchAsync()
    {
        number++;
        return Task.CompletedTask;
    }

    private static string NameOf(int number) => $"app-{number:000}.log";
}
