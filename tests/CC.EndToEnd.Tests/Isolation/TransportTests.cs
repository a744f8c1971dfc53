using CC.EndToEnd.Tests.LogTransport;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>A shipped daemon knows no difference.</summary>
public sealed class TransportTests
{
    private const string Tailer = """
        logmask = *.log
        ack-timeout = 0.5
        isolation = process
        watchdog-formula-b = 0
        """;

    [Fact]
    public async Task Files_arrive_byte_for_byte_though_the_tailers_process_is_killed_again_and_again()
    {
        const int Kills = 3;
        await using var transport = new Transport(Tailer);
        await transport.StartAsync();
        var log = new BusyClassicLog(transport, Seed.Take());

        log.Start();
        for (var starts = 1; starts <= Kills; starts++)
        {
            await transport.Source.Process.WaitForLinesAsync("watching", starts);
            (await Child.OfAsync(transport.Source.Process, starts)).Kill();
        }

        await transport.Source.Process.WaitForLinesAsync("watching", Kills + 1);
        await log.StopAsync();

        foreach (var name in log.Names)
        {
            await transport.ArrivesAsync(name);
        }

        await transport.Source.CountsAsync("tailed_bytes", 1);
        Assert.Equal(Kills, transport.Source.Output.Count(line => line.Contains("was killed by SIGKILL", StringComparison.Ordinal)));
        await transport.Source.StopAsync();
    }
}
