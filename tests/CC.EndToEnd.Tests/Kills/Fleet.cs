using CC.Client;
using CC.Client.Tasks;
using CC.EndToEnd.Tests.InfoTransport;
using CC.EndToEnd.Tests.Isolation;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Kills;

/// <summary>
/// Four nodes on one machine, with files and tasks on their way at the same time: a source of files whose sender has a process of its own, a node with the task router, through which the files go as
/// well, the central node that writes them, and a node that runs tasks.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const string Host = "here";
    private const string SenderStarted = "runs in process";

    private static readonly TimeSpan InsistentPause = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryFolder folder = new();
    private readonly CcClient client;

    public Fleet()
    {
        Files = new SentFiles(folder.Folder("files"), Path.Combine(folder["copies"], Environment.MachineName));
        Ran = new RunRecord(folder.File("ran", ""));
        Central = new TestNode(folder, "central", "remote", $"""
            [routes]
            pub.infofile = h:infowriter

            [h:infowriter]
            handler = infowriter
            dstdir = {folder["copies"]}
            host-subdirs = yes
            """);
        Router = new TestNode(folder, "router", "remote", $"""
            [routes]
            task = h:taskrouter
            pub = h:forward

            [h:taskrouter]
            handler = taskrouter

            [h:forward]
            handler = proxy
            remote-cc = {Central.Endpoint}
            """);
        Source = new TestNode(folder, "source", "local", $"""
            [routes]
            job = h:jobmgr
            pub = h:forward

            [h:forward]
            handler = proxy
            remote-cc = {Router.Endpoint}

            [h:jobmgr]
            handler = jobmgr
            daemons = d:infosender

            [d:infosender]
            module = infosender
            infodir = {Files.Folder}
            infomask = *
            settle-time = 0.1
            ack-timeout = 0.5
            piece-bytes = 64K
            isolation = process
            watchdog-formula-b = 0
            """);
        Runner = new TestNode(folder, "runner", "local", $$"""
            [routes]
            job = h:jobmgr
            task = h:forward

            [h:forward]
            handler = proxy
            remote-cc = {{Router.Endpoint}}

            [h:jobmgr]
            handler = jobmgr
            daemons = d:taskrunner

            [d:taskrunner]
            module = taskrunner
            local-id = {{Host}}
            heartbeat = 0.5

            [cc.task.exec]
            allow =
                note: /bin/sh -c '{{Ran.Script}}' {id}
            """);
        client = new CcClient(Router.Endpoint);
        Tasks = new TaskClient(client, new TaskPatience { FirstReply = TimeSpan.FromSeconds(2), Resends = 30, Quiet = TimeSpan.FromSeconds(1) });
    }

    public TestNode Source { get; }

    public TestNode Router { get; }

    public TestNode Central { get; }

    public TestNode Runner { get; }

    public IReadOnlyList<TestNode> Nodes => [Central, Router, Source, Runner];

    public SentFiles Files { get; }

    public RunRecord Ran { get; }

    public TaskClient Tasks { get; }

    public async Task StartAsync()
    {
        foreach (var node in Nodes)
        {
            await node.StartAsync();
        }

        await Source.Process.WaitForLineAsync("watching");
    }

    /// <summary>Has a task run that notes when it begins and when it ends, and returns the last that its client hears.</summary>
    /// <param name="id">The task.</param>
    /// <param name="insists">Whether the client sends it again, under the same id, as long as there is no way to the runner.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<TaskUpdate> RunAsync(string id, bool insists, CancellationToken cancellationToken)
    {
        while (true)
        {
            var last = await Tasks.SendAsync(
                new() { Req = $"task.send.{id}", TaskHost = Host, TaskHandler = "cc.task.exec", TaskId = id, Parameters = RunRecord.Parameters(id) }, cancellationToken)
                .LastAsync(cancellationToken);
            if (!insists || last.Outcome != TaskOutcome.NoRoute)
            {
                return last;
            }

            await Task.Delay(InsistentPause, cancellationToken);
        }
    }

    /// <summary>Kills a node, and starts it again.</summary>
    public static async Task KillAsync(TestNode node)
    {
        await node.KillAsync();
        await node.StartAsync();
    }

    /// <summary>Kills the sender's process, which its node starts again.</summary>
    public async Task KillSenderAsync()
    {
        var starts = Math.Max(1, Source.Process.Output.Count(line => line.Contains(SenderStarted, StringComparison.Ordinal)));
        var sender = await Child.OfAsync(Source.Process, starts);
        sender.Kill();
        await Source.Process.WaitForLinesAsync(SenderStarted, starts + 1);
    }

    /// <summary>Kills a process that runs a task; false if there is none.</summary>
    public bool TryKillTask()
    {
        if (Ran.FindProcess() is not { } process)
        {
            return false;
        }

        try
        {
            new Child(process).Kill();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // It has ended meanwhile.
        }
    }

    /// <summary>What all nodes have printed and logged.</summary>
    public string Story() => string.Join('\n', Nodes.SelectMany(node => node.Output));

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        folder.Dispose();
    }
}
