using CC.Client;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>A daemon in a process of its own hears of what happens on its node.</summary>
public sealed class ListeningTests : IsolationTest
{
    [Fact]
    public async Task It_hears_of_events_and_leaves_nothing_open_behind()
    {
        await using var server = await ServerProcess.StartAsync(IsolatedIni("wreck-listener", main: "cc-stats = 2"));
        await using var client = new CcClient(server.Endpoint);
        var heard = server.WaitForLineAsync("it hears of plugin.");

        do
        {
            // It begins to listen some time after its start.
            await client.RequestAsync(client.Compose(new ControlRequest { Req = ControlTypes.PluginReload, Name = "Echo" }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
        }
        while (!heard.IsCompleted);

        Assert.Matches(@"it hears of plugin\.Echo\.\w+: \{", await heard);
        await StopInOrderAsync(server);
        var statistics = await server.WaitForLineAsync("send_stats");
        Assert.DoesNotContain("dropped", statistics, StringComparison.Ordinal);
    }
}
