using System.Text;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>
/// The nodes of a log transport on one machine, as the documentation's example has them: a source with a tailer, where wanted a proxy node in between,
/// and the central node, which writes.
/// </summary>
internal sealed class Transport : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="tailer">What the tailer's section has besides its folder.</param>
    /// <param name="writer">What the writer's section has besides its folder.</param>
    /// <param name="copies">The writer's folder, if not one of its own.</param>
    /// <param name="viaProxy">Whether there is a node in between.</param>
    /// <param name="route">The type of messages that the writer gets.</param>
    /// <param name="relay">What the source's connection goes through.</param>
    public Transport(
        string tailer = "logmask = *.log",
        string writer = "host-subdirs = yes",
        string? copies = null,
        bool viaProxy = false,
        string route = "pub.logtail",
        Relay? relay = null)
    {
        Logs = folder.Folder("logs");
        Copies = copies ?? folder["copies"];
        Central = new TestNode(folder, "central", "remote", $"""
            [routes]
            {route} = h:tailwriter

            [h:tailwriter]
            handler = cc.handler.tailwriter
            dstdir = {Copies}
            {writer}
            """);
        Proxy = !viaProxy ? null : new TestNode(folder, "proxy", "remote", $"""
            [routes]
            pub = h:forward

            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {Central.Endpoint}
            """);
        var remote = (Proxy ?? Central).Endpoint;
        Source = new TestNode(folder, "source", "local", $"""
            [routes]
            log = h:locallog
            job = h:jobmgr
            pub = h:forward

            [h:locallog]
            handler = cc.handler.locallogger

            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {relay?.To(remote) ?? remote}

            [h:jobmgr]
            handler = cc.handler.jobmgr
            daemons = d:logtail

            [d:logtail]
            module = cc.daemon.logtail
            logdir = {Logs}
            {tailer}
            """);
    }

    public TestNode Source { get; }

    public TestNode? Proxy { get; }

    public TestNode Central { get; }

    public IReadOnlyList<TestNode> Nodes => Proxy is null ? [Source, Central] : [Source, Proxy, Central];

    public string Logs { get; }

    public string Copies { get; }

    /// <summary>A part of the errors that may be logged.</summary>
    public string? ExpectedError { get; init; }

    /// <summary>What a test looks into: the tailer's saved position.</summary>
    public string SavedPosition => Directory.GetFiles(folder.Path, "*.save").Single();

    /// <summary>The path of a log.</summary>
    public string Log(string name) => Path.Combine(Logs, name);

    /// <summary>Where the copies of this machine's logs are, as host-subdirs = yes has it.</summary>
    public string CopiesOfHost => Path.Combine(Copies, Environment.MachineName);

    /// <summary>The path of a log's copy.</summary>
    public string Copy(string name) => Path.Combine(CopiesOfHost, name);

    public async Task StartAsync()
    {
        await Central.StartAsync();
        await (Proxy?.StartAsync() ?? Task.CompletedTask);
        await StartSourceAsync();
    }

    /// <summary>Starts the source, and waits until its tailer has looked at the folder: what is there then, at its first start, is old.</summary>
    public async Task StartSourceAsync()
    {
        await Source.StartAsync();
        await Source.Process.WaitForLineAsync("watching");
    }

    /// <summary>Waits until the tailer knows that the writer acknowledges.</summary>
    public Task AcknowledgesAsync() => Source.Process.WaitForLineAsync("the receiver acknowledges");

    /// <summary>Waits until a log's copy is the same as the log.</summary>
    public async Task ArrivesAsync(string name) => await ArrivesAsync(Copy(name), await File.ReadAllBytesAsync(Log(name)));

    /// <summary>Waits until a file has a content, and no errors were logged on the way.</summary>
    public async Task ArrivesAsync(string copy, byte[] content)
    {
        await Eventually.TrueAsync(() => File.Exists(copy) && Holds(copy, content), () => $"{copy} does not become as expected: {Difference(copy, content)}\n{Story()}");
        NothingFailed();
    }

    public Task ArrivesAsync(string copy, string content) => ArrivesAsync(copy, Encoding.UTF8.GetBytes(content));

    /// <summary>Waits until a rotated log's contents are there, each in a file of its own, and nothing else; named so that they are in order.</summary>
    public async Task RotatedArriveAsync(string name, params IReadOnlyList<string> contents)
    {
        await Eventually.TrueAsync(
            () => CopiesOf(name).Select(File.ReadAllText).SequenceEqual(contents),
            () => $"{name} does not arrive in contents of {string.Join(", ", contents.Select(content => content.Length))}, but in "
                + $"{string.Join(", ", CopiesOf(name).Select(copy => $"{Path.GetFileName(copy)} of {new FileInfo(copy).Length}"))}\n{Story()}");
        NothingFailed();
    }

    /// <summary>Renames a log, and waits until a file that is made now counts as younger: file systems have clocks that tick some hundred times a second.</summary>
    public Task RotateAsync(string log, string aside)
    {
        File.Move(log, aside);
        var clock = folder["clock"];
        return Eventually.TrueAsync(
            () =>
            {
                File.WriteAllText(clock, "");
                return File.GetLastWriteTimeUtc(clock) > File.GetCreationTimeUtc(aside);
            },
            () => "the file system's clock stands still");
    }

    /// <summary>The copies of a rotated log, in their order.</summary>
    public IEnumerable<string> CopiesOf(string name) =>
        Directory.Exists(CopiesOfHost) ? Directory.GetFiles(CopiesOfHost, $"{name}.*").Order(StringComparer.Ordinal) : [];

    /// <summary>What all nodes have printed and logged.</summary>
    public string Story() => string.Join('\n', Nodes.SelectMany(node => node.Output));

    public void NothingFailed() =>
        Assert.DoesNotContain(Nodes.SelectMany(node => node.Errors), line => ExpectedError is null || !line.Contains(ExpectedError, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        folder.Dispose();
    }

    private static bool Holds(string path, byte[] content) =>
        new FileInfo(path).Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    private static string Difference(string copy, byte[] content)
    {
        if (!File.Exists(copy))
        {
            return "it does not exist";
        }

        var actual = File.ReadAllBytes(copy);
        return $"{content.Length} octets are expected and {actual.Length} there, equal up to {content.AsSpan().CommonPrefixLength(actual)}";
    }
}
