namespace CC.EndToEnd.Tests.LogTransport;

public sealed class LinkTests
{
    private const string Tailer = """
        logmask = *.log
        ack-timeout = 0.5
        """;

    [Fact]
    public async Task Nothing_is_missing_or_double_after_the_link_was_cut_and_restored()
    {
        var seed = Seed.Take();
        await using var relay = new Relay();
        await using var transport = new Transport(Tailer, relay: relay);
        await transport.StartAsync();
        var log = new BusyClassicLog(transport, seed);

        log.Start();
        for (var cuts = 1; cuts <= 3; cuts++)
        {
            await transport.Source.Process.WaitForLinesAsync("h:forward.Connected", cuts);
            relay.Cut();
            await transport.Source.Process.WaitForLinesAsync("lost the connection", cuts);
            relay.Restore();
        }

        await log.StopAsync();

        foreach (var name in log.Names)
        {
            await transport.ArrivesAsync(name);
        }
    }

    [Fact]
    public async Task What_was_logged_while_the_link_was_cut_arrives_when_it_is_restored()
    {
        await using var relay = new Relay();
        await using var transport = new Transport(Tailer, relay: relay);
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "before\n");
        await transport.AcknowledgesAsync();

        relay.Cut();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("meanwhile", 100_000));
        await transport.Source.Process.WaitForLineAsync("no acknowledgement");
        relay.Restore();

        await transport.ArrivesAsync("app-1.log");
    }

    [Fact]
    public async Task What_was_logged_while_the_link_was_silent_arrives_once()
    {
        await using var relay = new Relay();
        await using var transport = new Transport(Tailer, relay: relay);
        await transport.StartAsync();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "before\n");
        await transport.AcknowledgesAsync();

        relay.Freeze();
        await File.AppendAllTextAsync(transport.Log("app-1.log"), SomeLines.Of("meanwhile", 10_000));
        await transport.Source.Process.WaitForLineAsync("no acknowledgement");
        relay.Restore();

        await transport.ArrivesAsync("app-1.log");
    }
}
