using CC.EndToEnd.Tests.Administration;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>Jobs that have sections of a node's configuration.</summary>
public sealed class ConfiguredJobsTests : HostTest
{
    private const int Hangup = 1;

    private readonly string mark = $"77{Environment.ProcessId}";

    [Fact]
    public async Task Start_with_the_node_and_change_with_its_configuration_by_difference()
    {
        await using var hook = new HttpSink();
        var jobs = $"""
            [job:same]
            cmd = sleep {mark}1
            numprocesses = 3
            [job:app:changed]
            cmd = sleep {mark}2
            [job:gone]
            cmd = sleep {mark}3
            [process:stopped]
            cmd = sleep {mark}4
            [job:idle]
            cmd = sleep {mark}5
            start = no
            [webhooks]
            job.app.changed = {hook.Url}
            """;
        await using var server = await ServerProcess.StartAsync(JobsIni(jobs));
        await UntilRunAsync("1", 3);
        await UntilRunAsync("2", 1);
        await UntilRunAsync("3", 1);
        await UntilRunAsync("4", 1);
        Folder.File("own.json", $$"""{"name": "own", "cmd": "sleep {{mark}}6"}""");
        await RunAsync(server, 0, "load", Folder["own.json"]);
        await RunAsync(server, 0, "ps", "stop", "stopped");
        await UntilRunAsync("4", 0);
        await RunAsync(server, 0, "ps", "scale", "same+1");
        await UntilRunAsync("1", 4);
        int[] same = Sleepers.Running($"{mark}1"), changed = Sleepers.Running($"{mark}2"), own = Sleepers.Running($"{mark}6");

        JobsIni(jobs.Replace("[job:gone]", "[job:new]", StringComparison.Ordinal)
            .Replace($"{mark}2", $"{mark}2.5", StringComparison.Ordinal)
            .Replace($"{mark}3", $"{mark}7", StringComparison.Ordinal)
            .Replace("[process:stopped]", "[process:stopped]\nnice = 1", StringComparison.Ordinal));
        server.Signal(Hangup);
        await server.WaitForLineAsync("configuration read again; changed: h:jobmgr, job:app:changed, job:gone, job:new, process:stopped");

        await UntilRunAsync("7", 1);
        await UntilRunAsync("3", 0);
        await Eventually.TrueAsync(() => Sleepers.Running($"{mark}2") is [var next] && next != changed[0], () => "the changed job has not come back");
        Assert.Equal(same, Sleepers.Running($"{mark}1"));
        Assert.Equal(own, Sleepers.Running($"{mark}6"));
        Assert.Empty(Sleepers.Running($"{mark}4"));
        Assert.Empty(Sleepers.Running($"{mark}5"));
        await Eventually.TrueAsync(() => hook.Calls.Any(call => call.Event == "job.app.changed.exit"), () => "the webhook is not told");
        Assert.Equal(["load", "start", "spawn", "update"], hook.Calls.Take(4).Select(call => call.Event["job.app.changed.".Length..]));

        server.Signal(Hangup);
        await server.WaitForLineAsync("configuration read again: nothing changed");
        Assert.Equal(same, Sleepers.Running($"{mark}1"));
        await StopInOrderAsync(server);
        Assert.Empty(Sleepers.Running(mark));
    }

    [Fact]
    public async Task Are_as_the_file_says_then_when_the_node_was_killed_meanwhile()
    {
        var ini = JobsIni($"[job:same]\ncmd = sleep {mark}1\n[job:gone]\ncmd = sleep {mark}2\n[job:detached]\ncmd = sleep {mark}3\ndetach = yes");
        int[] detached;
        await using (var killed = await ServerProcess.StartAsync(ini))
        {
            await UntilRunAsync("1", 1);
            await RunAsync(killed, 0, "ps", "scale", "same=3");
            await UntilRunAsync("3", 1);
            detached = Sleepers.Running($"{mark}3");
            await killed.KillAsync();
        }

        JobsIni($"[job:same]\ncmd = sleep {mark}1\n[job:detached]\ncmd = sleep {mark}3\ndetach = yes\n[job:new]\ncmd = sleep {mark}4");
        await using var server = await ServerProcess.StartAsync(ini);
        await UntilRunAsync("4", 1);
        await UntilRunAsync("1", 3);

        Assert.Empty(Sleepers.Running($"{mark}2"));
        Assert.Equal(detached, Sleepers.Running($"{mark}3"));
        await RunAsync(server, 0, "unload", "detached");
        await UntilRunAsync("3", 0);
        await StopInOrderAsync(server);
        Assert.Empty(Sleepers.Running(mark));
    }

    [Fact]
    public async Task Another_build_of_jobmgr_takes_them_over_one_at_a_time()
    {
        await using var server = await ServerProcess.StartAsync(JobsIni($"[job:web]\ncmd = sleep {mark}1\n[job:detached]\ncmd = sleep {mark}2\ndetach = yes"));
        await UntilRunAsync("1", 1);
        await UntilRunAsync("2", 1);
        int[] web = Sleepers.Running($"{mark}1"), detached = Sleepers.Running($"{mark}2");

        await RunAsync(server, 0, "plugins", "reload", "JobMgr");
        await Eventually.TrueAsync(() => Sleepers.Running($"{mark}1") is [var next] && next != web[0], () => "the job does not come back");

        Assert.Equal(detached, Sleepers.Running($"{mark}2"));
        Assert.Matches(@"(?m)^default\.web +running +1 +1 ", await RunAsync(server, 0, "ps"));
        await RunAsync(server, 0, "unload", "detached");
        await UntilRunAsync("2", 0);
        await StopInOrderAsync(server);
        Assert.Empty(Sleepers.Running(mark));
    }

    [Fact]
    public async Task Are_checked_with_the_configuration_all_at_once()
    {
        var ini = JobsIni("[job:one]\ncmd = sleep 1\nnumprocesses = -1\nready.tcp = nowhere\n[job:two]\ncmd = sleep 1\nshell = maybe\n[webhooks]\nexit = here");

        var output = await RunAsync(2, "--check", ini);

        Assert.Contains("[job:one] numprocesses = -1: has to be a whole number from 0 to 100000", output, StringComparison.Ordinal);
        Assert.Contains("[job:one] ready.tcp = nowhere: has to be HOST:PORT", output, StringComparison.Ordinal);
        Assert.Contains("[job:two] shell = maybe: is yes or no (also 1/0, true/false, on/off)", output, StringComparison.Ordinal);
        Assert.Contains("[webhooks] exit = here: is a URL, http://... or https://...", output, StringComparison.Ordinal);
        Assert.Matches(@"node\.ini:\d+: \[job:two\] shell", output);

        JobsIni("[job:one]\ncmd = sleep 1\nnumproceses = 2");
        Assert.Contains("[job:one] numproceses = 2: is not known, and has no effect; did you mean numprocesses?", await RunAsync(0, "--check", ini), StringComparison.Ordinal);

        Ini(routes: "job = h:jobmgr, h:other", sections: "[h:jobmgr]\nhandler = jobmgr\n[h:other]\nhandler = jobmgr\n[job:one]\ncmd = sleep 1");
        Assert.Contains("[h:other] gets nothing of [job:one]: they are [h:jobmgr]'s, to which the routes lead first; one jobmgr of a node has them", await RunAsync(0, "--check", ini), StringComparison.Ordinal);
    }

    private string JobsIni(string jobs) => Ini(main: $"pidfile = {Folder["node.pid"]}", routes: "job = h:jobmgr", sections: $"[h:jobmgr]\nhandler = jobmgr\n{jobs}");

    private Task UntilRunAsync(string what, int count) =>
        Eventually.TrueAsync(() => Sleepers.Running($"{mark}{what}").Length == count, () => $"{Sleepers.Running($"{mark}{what}").Length} run that sleep for {mark}{what}, not {count}");

    private static async Task<string> RunAsync(ServerProcess server, int exitCode, params string[] arguments) =>
        (await Ctl.RunAsync(exitCode, [.. arguments, "-e", server.Endpoint])).Output;
}
