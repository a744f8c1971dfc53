namespace CC.EndToEnd.Tests.LogTransport;

public sealed class KilledRotatedTests
{
    private const int Kills = 20;

    [Fact]
    public async Task Contents_arrive_byte_for_byte_though_nodes_are_killed_twenty_times()
    {
        var seed = Seed.Take();
        await using var transport = new Transport(
            $"""
            operation-mode = rotated
            logname = {BusyRotatedLog.Name}
            compression = gzip
            buffer-delay = 0.1
            ack-timeout = 1
            """,
            viaProxy: true);
        await transport.StartAsync();
        var log = new BusyRotatedLog(transport, seed);

        log.Start();
        await RandomKills.RunAsync(transport.Nodes, Kills, seed);
        await log.StopAsync();

        await transport.RotatedArriveAsync(BusyRotatedLog.Name, log.Contents);
    }
}
