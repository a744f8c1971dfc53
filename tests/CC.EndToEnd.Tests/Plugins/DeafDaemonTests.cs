using CC.Client;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>A daemon in the node's own process that does not heed its cancellation: it holds up its successor, and nobody else.</summary>
public sealed class DeafDaemonTests : PluginTest
{
    private const string Overdue = "d:one was told to end 1 s ago and does not";

    private string Enough => Folder["enough"];

    [Fact]
    public async Task Its_successor_begins_when_it_has_ended_and_not_before()
    {
        DeployDeaf();
        await using var server = await ServerProcess.StartAsync(DaemonIni());
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("says nothing");
        Assert.Equal("running", Assert.Single((await DescribeAsync(client)).Components).State);

        Deploy(PluginSource.Bad("GoodDaemon"));
        await server.WaitForLineAsync(Overdue);
        var waits = await UntilAsync(client, plugin => plugin.Leaving.Any(build => build.State == "pinned"));

        Assert.Equal(("active", 2), (waits.State, waits.Loads));
        var daemon = Assert.Single(waits.Components);
        Assert.Equal(("waiting", "waiting for the one before, which does not end"), (daemon.State, daemon.Why));
        Assert.Equal("the daemon of [d:one] has not ended", Assert.Single(Assert.Single(waits.Leaving).Causes).Text);
        await PingAsync(client);
        Assert.DoesNotContain(server.Output, line => line.Contains("says hello", StringComparison.Ordinal));

        File.WriteAllText(Enough, "");
        await server.WaitForLineAsync("says hello");

        var (state, why) = (await UntilAsync(client, plugin => plugin is { Leaving: [], Unloaded: 1 })).Components.Select(one => (one.State, one.Why)).Single();
        Assert.Equal(("running", ""), (state, why));
        Assert.Equal(0, await server.StopAsync());
        Assert.Contains(Overdue, Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_node_stops_without_it_and_says_so()
    {
        DeployDeaf();
        await using var server = await ServerProcess.StartAsync(DaemonIni());
        await server.WaitForLineAsync("says nothing");

        Assert.Equal(1, await server.StopAsync());

        Assert.EndsWith("d:one has not stopped in time, and is left behind", server.Errors[0], StringComparison.Ordinal);
        Assert.All(server.Errors, line => Assert.EndsWith("is left behind", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_node_stops_also_while_its_successor_waits()
    {
        DeployDeaf();
        await using var server = await ServerProcess.StartAsync(DaemonIni());
        await server.WaitForLineAsync("says nothing");
        Deploy(PluginSource.Bad("GoodDaemon"));
        await server.WaitForLineAsync(Overdue);

        Assert.Equal(1, await server.StopAsync());

        Assert.DoesNotContain(server.Output, line => line.Contains("says hello", StringComparison.Ordinal));
        Assert.Contains(server.Errors, line => line.Contains("d:one has not stopped in time, and is left behind", StringComparison.Ordinal));
    }

    private void DeployDeaf() => Deploy(PluginSource.Bad("DeafDaemon").Replace("\"hello\"", $"\"{Enough}\"", StringComparison.Ordinal));

    private string DaemonIni() => Ini(
        main: $"plugins-dir = {Plugins}\nstop-timeout = 2",
        sections: "[plugins]\nsettle = 0.05\nunload-timeout = 1\n[h:jobmgr]\nhandler = jobmgr\ndaemons = d:one\n[d:one]\nmodule = weather",
        routes: "job = h:jobmgr");
}
