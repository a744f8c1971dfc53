using System.Text.Json;
using CC.Client;
using CC.EndToEnd.Tests.Host;
using CC.EndToEnd.Tests.Isolation;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Jobs;

/// <summary>Daemons that are programs of any language, under jobmgr.</summary>
public sealed class ProgramTests : HostTest
{
    private const int Interrupt = 2;

    private string PidFile => Folder["node.d:one.pid"];

    [Fact]
    public async Task A_script_that_goes_into_the_background_is_watched_there_and_started_again_by_the_formula()
    {
        await using var server = await ServerProcess.StartAsync(ScriptIni(), "-v");
        var first = await BackgroundAsync(server, 1);
        await server.WaitForLineAsync($"d:one: arguments: {Folder["node.ini"]} d:one -v -d");

        first.Kill();
        await server.WaitForLineAsync("it is started again in 0 s");
        var second = await BackgroundAsync(server, 2);
        second.Kill();
        await server.WaitForLineAsync("it is started again in 1 s");
        var third = await BackgroundAsync(server, 3);
        server.Signal(Interrupt);

        Assert.Equal(0, await server.WaitForExitAsync());
        await third.EndsAsync();
        Assert.Equal(3, new[] { first.Id, second.Id, third.Id }.Distinct().Count());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task What_a_node_that_was_killed_has_left_in_the_background_is_found_and_not_started_twice()
    {
        var ini = ScriptIni();
        Child daemon;
        await using (var killed = await ServerProcess.StartAsync(ini))
        {
            daemon = await BackgroundAsync(killed, 1);
            await killed.KillAsync();
        }

        await using var server = await ServerProcess.StartAsync(ini);
        var found = await server.WaitForLineAsync("d:one runs already, in process");
        Assert.Contains($"process {daemon.Id},", found, StringComparison.Ordinal);
        await StopInOrderAsync(server);

        await daemon.EndsAsync();
        Assert.DoesNotContain(server.Output, line => line.Contains("runs in the background", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stale_pid_file_is_taken_for_nobodys()
    {
        var stranger = Environment.ProcessId;
        Folder.File("node.d:one.pid", $"{stranger}\n");
        File.SetLastWriteTimeUtc(PidFile, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await using var server = await ServerProcess.StartAsync(ScriptIni());
        var daemon = await BackgroundAsync(server, 1);
        await StopInOrderAsync(server);

        Assert.NotEqual(stranger, daemon.Id);
        await daemon.EndsAsync();
    }

    [Fact]
    public async Task A_command_that_heeds_nothing_is_killed_with_all_that_it_has_started()
    {
        var pids = Folder["pids"];
        Program("stubborn", $"trap '' INT TERM; sh -c 'trap \"\" INT TERM; while :; do sleep 1; done' & echo $$ $! > {pids}.new; mv {pids}.new {pids}; while :; do sleep 1; done");
        await using var server = await ServerProcess.StartAsync(CommandIni($"{Folder["stubborn"]}\nstop-grace = 0.1"));
        await Eventually.TrueAsync(() => File.Exists(pids), () => "the program does not start");
        var family = File.ReadAllText(pids).Trim().Split(' ').Select(id => new Child(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))).ToArray();

        await StopInOrderAsync(server);

        await server.WaitForLineAsync("d:one has heeded neither SIGINT nor SIGTERM; its process");
        Assert.Equal(2, family.Length);
        foreach (var member in family)
        {
            await member.EndsAsync();
        }
    }

    [Fact]
    public async Task What_a_crashed_command_has_left_is_ended_before_it_is_started_again()
    {
        var pid = Folder["pid"];
        Program("crash", $"if [ ! -e {pid} ]; then sleep 1000 & echo $! > {pid}; echo first >&2; exit 3; fi; exec sleep 1000");
        await using var server = await ServerProcess.StartAsync(CommandIni(Folder["crash"]));
        await server.WaitForLineAsync("ended with exit code 3: first; it is started again in 0 s");
        await server.WaitForLinesAsync("d:one runs in process", 2);

        await new Child(int.Parse(File.ReadAllText(pid), System.Globalization.CultureInfo.InvariantCulture)).EndsAsync();
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_command_that_a_killed_node_has_left_is_ended_and_started_anew()
    {
        var ini = CommandIni("sleep 1000");
        Child orphan;
        await using (var killed = await ServerProcess.StartAsync(ini))
        {
            orphan = await Child.OfAsync(killed);
            await killed.KillAsync();
        }

        await using var server = await ServerProcess.StartAsync(ini);
        await server.WaitForLineAsync($"d:one was left running in process {orphan.Id} by a node that was killed");
        var next = await Child.OfAsync(server);
        await orphan.EndsAsync();
        await StopInOrderAsync(server);

        await next.EndsAsync();
        Assert.False(File.Exists($"{PidFile}.started"));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_of_and_the_node_serves_and_does_not_spin()
    {
        await using var server = await ServerProcess.StartAsync(CommandIni("/nowhere/at/all --now\nwatchdog-formula-b = 600"));

        await server.WaitForLineAsync("d:one: there is no program /nowhere/at/all; see that the path is right");
        await server.WaitForLineAsync("it is started again in 600 s");
        await PingAsync(server);
        await StopInOrderAsync(server);

        Assert.Equal(2, server.Output.Count(line => line.Contains("there is no program", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flood_of_output_neither_blocks_the_program_nor_fills_the_log()
    {
        Program("flood", "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; head -c 3000000 /dev/zero | tr '\\0' x; echo; echo over > over; exec sleep 1000");
        await using var server = await ServerProcess.StartAsync(CommandIni($"sh -c 'cd {Folder} && exec ./flood'"));

        await Eventually.TrueAsync(() => File.Exists(Folder["over"]), () => "the program has not come to its end");
        await server.WaitForLineAsync("d:one writes more than 1000 lines in 10 s; the rest is only counted for a while");
        await StopInOrderAsync(server);

        Assert.True(server.Output.Count < 1500);
    }

    [Fact]
    public async Task A_program_is_told_its_section_and_reports_itself_alive_until_it_hangs()
    {
        await using var server = await ServerProcess.StartAsync(CommandIni("sleep 1000\nping-timeout = 0.3\ncolour = %(job_name)s.blue\npassword = x"));
        var first = await Child.OfAsync(server);
        await using var client = new CcClient(server.Endpoint);

        var config = (await AskAsync(client, "job.config")).GetProperty("config");
        var pong = await AskAsync(client, "job.ping");

        Assert.Equal(
            ("sleep 1000", "node.d:one", "d:one", PidFile, "node.d:one.blue", false),
            (Text(config, "command"), Text(config, "job_name"), Text(config, "service_name"), Text(config, "pidfile"), Text(config, "colour"), config.TryGetProperty("password", out _)));
        Assert.Equal("node.d:one", pong.GetProperty("job_name").GetString());
        await server.WaitForLineAsync("d:one was ended: it hangs: it has sent no job.ping for 0.3 s (ping-timeout); it is started again in 0 s");
        await Child.OfAsync(server, starts: 2);
        await first.EndsAsync();
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_section_that_changes_has_its_program_started_anew()
    {
        var ini = CommandIni("sleep 1000");
        await using var server = await ServerProcess.StartAsync(ini);
        var first = await Child.OfAsync(server);

        File.WriteAllText(ini, File.ReadAllText(ini).Replace("sleep 1000", "sleep 1001", StringComparison.Ordinal));
        server.Signal(1);

        var second = await Child.OfAsync(server, starts: 2);
        await first.EndsAsync();
        await StopInOrderAsync(server);
        await second.EndsAsync();
    }

    private static async Task<Child> BackgroundAsync(ServerProcess server, int starts) =>
        Child.In((await server.WaitForLinesAsync("d:one runs in the background, in process", starts))[starts - 1]);

    private static async Task<JsonElement> AskAsync(CcClient client, string type)
    {
        var answer = await client.RequestAsync(Message.Create(type, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["req"] = type, ["job_name"] = "node.d:one" })), ServerProcess.Patience);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static string? Text(JsonElement config, string name) => config.GetProperty(name).GetString();

    private string ScriptIni()
    {
        Program("daemon", $"""
            echo "arguments: $*"
            (setsid sh -c 'echo $$ > "$0.new"; mv "$0.new" "$0"; exec sleep 1000' "{PidFile}" </dev/null >/dev/null 2>&1 &)
            """);
        return JobIni($"script = {Folder["daemon"]}\nwatchdog-formula-b = 1");
    }

    private string CommandIni(string command) => JobIni($"command = {command}");

    private string JobIni(string section) => Ini(
        main: $"pidfile = {Folder}/%(job_name)s.pid",
        routes: "job = h:jobmgr",
        sections: $"[h:jobmgr]\nhandler = jobmgr\ndaemons = d:one\n\n[d:one]\n{section}");

    private void Program(string name, string text)
    {
        ExternalProgram.Run("chmod", "+x", Folder.File(name, $"#!/bin/sh\n{text}\n"));
    }
}
