using CC.EndToEnd.Tests.Administration;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>Jobs that are taken over from another supervisor, and carried from node to node.</summary>
public sealed class ImportedJobsTests : HostTest
{
    [Fact]
    public async Task Two_programs_of_supervisord_run_under_a_node()
    {
        var configuration = Folder.File("supervisord.conf", $"""
            [supervisord]
            environment=GREETING="good day"
            [program:first]
            command=sh -c 'mine=dear; echo "$GREETING, $mine, from %(program_name)s"; exec sleep 1000'
            stdout_logfile={Folder["first.log"]}
            redirect_stderr=true
            [program:second]
            command=sh -c 'pwd; exec sleep 1000'
            directory={Folder.Path}
            numprocs=2
            process_name=%(program_name)s_%(process_num)d
            stdout_logfile={Folder["second.log"]}
            [group:both]
            programs=first,second
            """);
        await using var server = await ServerProcess.StartAsync(JobsIni());

        var imported = await Ctl.RunAsync(0, "jobs", "import", configuration, "--load", "-e", server.Endpoint);

        Assert.Equal("both.first is loaded\nboth.second is loaded", imported.Output);
        Assert.Matches("supervisord.conf:11: .program:second. process_name = ", Assert.Single(imported.Error.Split('\n')));
        var list = await RunAsync(server, 0, "ps");
        Assert.Matches(@"(?m)^both\.first +running +1 +1 ", list);
        Assert.Matches(@"(?m)^both\.second +running +2 +2 ", list);
        await Eventually.TrueAsync(() => Lines("first.log") is ["good day, dear, from first"], () => string.Join('\n', Lines("first.log")));
        await Eventually.TrueAsync(() => Lines("second.log") is { Length: 2 } lines && lines.All(line => line == Folder.Path), () => string.Join('\n', Lines("second.log")));
        Assert.Equal("both", await RunAsync(server, 0, "jobs", "sessions"));
        await RunAsync(server, 2, "jobs", "import", configuration, "--strict", "--load");
        Assert.Equal("both.first is unloaded\nboth.second is unloaded", await RunAsync(server, 0, "unload", "both."));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task What_is_exported_and_loaded_again_is_exported_as_the_same()
    {
        var file = Folder.File("jobs.json", """
            {"jobs": [
              {"name": "a.scaled", "cmd": "sleep 1000", "numprocesses": 1, "os_env": true, "env": {"low": "x y"}, "ready": {"log": "never", "delay": 0.5}, "redirect_output": ["out"]},
              {"name": "stopped", "cmd": "sleep 1000", "args": ["$$1"], "umask": "022", "limits": {"core": "unlimited"}},
              {"name": "a.idle", "cmd": "sleep 1000", "start": false, "whatever": [1, {"b": null}]},
              {"name": "template", "cmd": "sleep 1000", "numprocesses": 0}
            ]}
            """);
        await using var server = await ServerProcess.StartAsync(JobsIni());
        await RunAsync(server, 0, "load", file);
        await RunAsync(server, 0, "ps", "scale", "a.scaled=3");
        await RunAsync(server, 0, "ps", "stop", "stopped");

        var exported = await RunAsync(server, 0, "export", "json");
        await RunAsync(server, 0, "unload", "--from", file);
        Assert.DoesNotContain("sleep", await RunAsync(server, 0, "ps"), StringComparison.Ordinal);
        await RunAsync(server, 0, "load", Folder.File("exported.json", exported));

        Assert.Equal(exported, await RunAsync(server, 0, "export", "json"));
        Assert.Matches(@"(?m)^a\.scaled +running +3 +3 ", await RunAsync(server, 0, "ps"));
        Assert.Matches(@"(?m)^default\.stopped +idle +0 ", await RunAsync(server, 0, "ps"));
        Assert.DoesNotContain("a.scaled", await RunAsync(server, 0, "export", "json", "stopped"), StringComparison.Ordinal);
        Assert.Contains("[job:default:stopped]\nos_env = false\ncmd = sleep 1000\nargs = '$$1'\n", await RunAsync(server, 0, "export", "ini", "stopped"), StringComparison.Ordinal);
        await RunAsync(server, 1, "export", "ini", "a.");
        await RunAsync(server, 3, "export", "json", "nobody");
        await StopInOrderAsync(server);
    }

    private string JobsIni() => Ini(main: $"pidfile = {Folder["node.pid"]}", routes: "job = h:jobmgr", sections: "[h:jobmgr]\nhandler = jobmgr");

    private string[] Lines(string file) => File.Exists(Folder[file]) ? File.ReadAllLines(Folder[file]) : [];

    private static async Task<string> RunAsync(ServerProcess server, int exitCode, params string[] arguments) =>
        (await Ctl.RunAsync(exitCode, [.. arguments, "-e", server.Endpoint])).Output;
}
