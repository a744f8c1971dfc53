namespace CC.EndToEnd.Tests.LogTransport;

public sealed class KilledClassicTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Files_arrive_byte_for_byte_though_nodes_are_killed_twenty_times()
    {
        var seed = Seed.Take();
        await using var transport = new Transport(
            """
            logmask = *.log
            ack-timeout = 1
            """,
            viaProxy: true);
        await transport.StartAsync();
        var log = new BusyClassicLog(transport, seed);

        log.Start();
        await RandomKills.RunAsync(transport.Nodes, Kills, seed);
        await log.StopAsync();

        foreach (var name in log.Names)
        {
            await transport.ArrivesAsync(name);
        }

        Assert.Equal(log.Names, Directory.GetFiles(transport.CopiesOfHost).Select(Path.GetFileName).Order());
    }
}
