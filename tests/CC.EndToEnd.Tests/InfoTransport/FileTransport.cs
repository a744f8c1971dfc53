using System.Text;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.InfoTransport;

/// <summary>
/// The nodes of an info file transport on one machine: a source with a sender, where wanted a proxy node in between, and the central node, which writes.
/// </summary>
internal sealed class FileTransport : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SentFiles sent;

    /// <param name="sender">What the sender's section has besides its folder.</param>
    /// <param name="writer">What the writer's section has besides its folder.</param>
    /// <param name="copies">The writer's folder, if not one of its own.</param>
    /// <param name="viaProxy">Whether there is a node in between.</param>
    /// <param name="script">The section of a daemon that runs a script, where there is to be one.</param>
    public FileTransport(string sender = "", string writer = "host-subdirs = yes", string? copies = null, bool viaProxy = false, string? script = null)
    {
        Files = folder.Folder("files");
        Copies = copies ?? folder["copies"];
        sent = new SentFiles(Files, CopiesOfHost);
        Central = new TestNode(folder, "central", "remote", $"""
            [routes]
            pub.infofile = h:infowriter

            [h:infowriter]
            handler = cc.handler.infowriter
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
        Source = new TestNode(folder, "source", "local", $"""
            [routes]
            log = h:locallog
            job = h:jobmgr
            pub = h:forward

            [h:locallog]
            handler = cc.handler.locallogger

            [h:forward]
            handler = cc.handler.proxy
            remote-cc = {(Proxy ?? Central).Endpoint}

            [h:jobmgr]
            handler = cc.handler.jobmgr
            daemons = d:infosender{(script is null ? "" : ", d:infoscript")}

            [d:infosender]
            module = cc.daemon.infosender
            infodir = {Files}
            infomask = *
            settle-time = 0.1
            {sender}

            {(script is null ? "" : $"[d:infoscript]\nmodule = cc.daemon.infoscript\n{script}")}
            """);
    }

    public TestNode Source { get; }

    public TestNode? Proxy { get; }

    public TestNode Central { get; }

    public IReadOnlyList<TestNode> Nodes => Proxy is null ? [Source, Central] : [Source, Proxy, Central];

    /// <summary>The folder of what is sent.</summary>
    public string Files { get; }

    /// <summary>The writer's folder.</summary>
    public string Copies { get; }

    /// <summary>Where the copies of this machine's files are, as host-subdirs = yes has it.</summary>
    public string CopiesOfHost => Path.Combine(Copies, Environment.MachineName);

    /// <summary>A part of the errors that may be logged.</summary>
    public string? ExpectedError { get; init; }

    public async Task StartAsync()
    {
        await Central.StartAsync();
        await (Proxy?.StartAsync() ?? Task.CompletedTask);
        await StartSourceAsync();
    }

    public async Task StartSourceAsync()
    {
        await Source.StartAsync();
        await Source.Process.WaitForLineAsync("watching");
    }

    /// <summary>Makes or replaces a file that is sent, at once.</summary>
    public void Write(string name, byte[] content) => sent.Write(name, content);

    public void Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>The path of a file's copy.</summary>
    public string Copy(string name) => Path.Combine(CopiesOfHost, name);

    /// <summary>Waits until the copy of a file is the same as the file, its time included.</summary>
    public async Task ArrivesAsync(string name)
    {
        await Eventually.TrueAsync(() => sent.IsCopied(name), () => $"the copy of {name} does not become the same\n{Story()}");
        NothingFailed();
    }

    /// <summary>Waits until all files have arrived as they are, and there is nothing else.</summary>
    public async Task AllArriveAsync()
    {
        await sent.AllArriveAsync(Story);
        NothingFailed();
    }

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
}
