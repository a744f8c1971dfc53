using System.Diagnostics;
using System.Text.Json;
using CC.EndToEnd.Tests.Host;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Administration;

public sealed class CtlEventsTests : HostTest
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Follows_what_happens_until_it_is_interrupted(string signal)
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        await using var events = Ctl.Start(new Dictionary<string, string>(), "events", "-f", "--json", "--prefix", "plugin.Echo", "-e", server.Endpoint);

        await ReloadUntilToldAsync(events, server);
        events.Signal(signal);

        Assert.Equal((0, ""), (await events.EndAsync(), events.Error));
        Assert.All(events.Output.Split('\n'), line => Assert.StartsWith("plugin.Echo.", JsonDocument.Parse(line).RootElement.GetProperty("name").GetString(), StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Goes_on_with_a_node_that_was_started_again()
    {
        var ini = Ini(main: $"cc-socket = ipc://{Folder["node.sock"]}");
        var first = await ServerProcess.StartAsync(ini);
        await using var events = Ctl.Start(new Dictionary<string, string>(), "events", "-f", "-p", "plugin.Echo.reloaded", "-e", first.Endpoint);
        await ReloadUntilToldAsync(events, first);
        await first.KillAsync();
        await first.DisposeAsync();
        await events.WaitForErrorAsync("waiting for it");
        var before = events.Output.Length;

        await using var second = await ServerProcess.StartAsync(ini);
        await Eventually.TrueAsync(() => Reloaded(second) && events.Output.Length > before, () => $"no event came\n{events.Output}\n{events.Error}");
        events.Signal("INT");

        Assert.Equal(0, await events.EndAsync());
        await StopInOrderAsync(second);
    }

    [Fact]
    public async Task Ends_when_nobody_reads_it_any_more()
    {
        await using var server = await ServerProcess.StartAsync(Ini());
        var script = Folder.File("follow.sh", $"({Ctl.Executable} events -f -e {server.Endpoint}; echo ended with $? > {Folder["ended"]}) | head -n 1\n");
        using var following = Process.Start("bash", script);

        try
        {
            await Eventually.TrueAsync(() => Reloaded(server) && following.HasExited, () => "it goes on for nobody");
        }
        finally
        {
            following.Kill(entireProcessTree: true);
        }

        Assert.Equal("ended with 0\n", await File.ReadAllTextAsync(Folder["ended"]));
        await StopInOrderAsync(server);
    }

    /// <summary>Nobody announces that the subscription holds: something is made to happen until it is told.</summary>
    private static Task ReloadUntilToldAsync(Ctl events, ServerProcess server) =>
        Eventually.TrueAsync(() => Reloaded(server) && events.Output.Contains("plugin.Echo.reloaded", StringComparison.Ordinal), () => $"no event came\n{events.Output}\n{events.Error}");

    private static bool Reloaded(ServerProcess server)
    {
        ExternalProgram.Run(Ctl.Executable, "plugins", "reload", "Echo", "-e", server.Endpoint);
        return true;
    }
}
