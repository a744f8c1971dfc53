namespace CC.EndToEnd.Tests.LogTransport;

public sealed class KilledCompressingTests
{
    private const int Kills = 6;

    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("bzip2", ".bz2")]
    public async Task A_writer_that_compresses_stores_all_once_though_it_is_killed(string compression, string extension)
    {
        Assert.SkipUnless(Unpacked.IsPossible(extension), $"there is no program to unpack *{extension}");
        var seed = Seed.Take();
        await using var transport = new Transport(
            """
            logmask = *.log
            ack-timeout = 1
            """,
            $"""
            host-subdirs = yes
            write-compressed = yes
            compression = {compression}
            maint-period = 0.2
            """);
        await transport.StartAsync();
        var log = new BusyClassicLog(transport, seed);

        log.Start();
        await RandomKills.RunAsync([transport.Central], Kills, seed);
        await log.StopAsync();

        foreach (var name in log.Names)
        {
            await Unpacked.BecomesAsync(transport.Copy(name + extension), await File.ReadAllBytesAsync(transport.Log(name)), transport);
        }
    }
}
