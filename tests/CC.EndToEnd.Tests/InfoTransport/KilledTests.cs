using CC.EndToEnd.Tests.LogTransport;

namespace CC.EndToEnd.Tests.InfoTransport;

public sealed class KilledTests
{
    private const int Kills = 10;
    private const int Files = 1000;

    [Fact]
    public async Task Files_arrive_as_they_are_though_nodes_are_killed_ten_times()
    {
        var seed = Seed.Take();
        await using var transport = new FileTransport("ack-timeout = 0.5\npiece-bytes = 64K", viaProxy: true);
        await transport.StartAsync();

        var writing = WriteAsync(transport, new Random(seed));
        await RandomKills.RunAsync(transport.Nodes, Kills, seed);
        await writing;

        await transport.AllArriveAsync();
        Assert.DoesNotContain(Directory.GetFiles(transport.CopiesOfHost), file => Path.GetFileName(file).StartsWith('.'));
    }

    private static async Task WriteAsync(FileTransport transport, Random random)
    {
        for (var i = 0; i < Files; i++)
        {
            transport.Write($"info.{random.Next(Files)}", SomeLines.Noise(random.Next(10) == 0 ? 200_000 : 100));
            await Task.Delay(5);
        }

        for (var i = 0; i < Files; i++)
        {
            transport.Write($"info.{i}", SomeLines.Noise(i));
        }
    }
}
