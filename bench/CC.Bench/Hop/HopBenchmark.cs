using System.Globalization;
using CC.Bench.Load;
using CC.Bench.Peers;

namespace CC.Bench.Hop;

/// <summary>One hop: a client, something in the middle, a sink. In the middle stands ccserver with its proxy, or libzmq's zmq_proxy, in turn.</summary>
internal static class HopBenchmark
{
    private const int WarmUp = 300_000;

    public static async Task RunAsync(int messages, int rounds, int[] sizes)
    {
        Debian.Require("python3-zmq", () => File.Exists("/usr/lib/python3/dist-packages/zmq/__init__.py"));
        Console.WriteLine($"{"bytes",6} {"client",-8} {"middle",-9} {"us CPU/msg",11} {"M msg/s",8} {"lost",6}   medians of {rounds} rounds of {messages:N0} messages");
        foreach (var size in sizes)
        {
            foreach (var client in LibZmq.IsInstalled ? new[] { "own", "libzmq" } : ["own"])
            {
                await CompareAsync(size, client, messages, rounds);
            }
        }
    }

    private static async Task CompareAsync(int size, string client, int messages, int rounds)
    {
        var ours = new List<Result>();
        var theirs = new List<Result>();
        using var folder = new TemporaryConfiguration();
        using var sink = ChildProcess.Self("sink");
        var sinkEndpoint = await sink.ReadLineAsync();
        var (ourEndpoint, theirEndpoint) = (FreePort.Endpoint(), FreePort.Endpoint());
        using var node = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = {ourEndpoint}
            cc-role = remote
            cc-stats = 0
            [routes]
            bench = h:forward
            [h:forward]
            handler = proxy
            remote-cc = {sinkEndpoint}
            zmq_hwm = 1000
            """));
        using var proxy = ChildProcess.Start("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Peers", "zmq_proxy.py"), theirEndpoint, sinkEndpoint);
        await proxy.ReadLineAsync();
        for (var round = -1; round < rounds; round++)
        {
            var count = round < 0 ? WarmUp : messages;
            var our = await MeasureAsync(node, ourEndpoint, sink, client, count, size);
            var their = await MeasureAsync(proxy, theirEndpoint, sink, client, count, size);
            if (round >= 0)
            {
                ours.Add(our);
                theirs.Add(their);
            }
        }

        Print(size, client, "ccserver", ours);
        Print(size, client, "zmq_proxy", theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",6} {"",-8} {"ratio",-9} {Median.Of(ours.Zip(theirs, (our, their) => our.CpuMicroseconds / their.CpuMicroseconds)),11:0.00} {Median.Of(ours.Zip(theirs, (our, their) => our.Rate / their.Rate)),8:0.00}"));
    }

    private static async Task<Result> MeasureAsync(ChildProcess middle, string endpoint, ChildProcess sink, string client, int messages, int size)
    {
        var cpu = middle.CpuSeconds;
        using var generator = ChildProcess.Self(client == "own" ? "generate" : "generate-libzmq", endpoint, $"{messages}", $"{size}");
        await generator.WaitForExitAsync();
        var arrived = await ArrivedAsync(sink, messages);
        var used = middle.CpuSeconds - cpu;
        return new Result(used * 1e6 / messages, arrived.Count / arrived.Seconds / 1e6, messages - arrived.Count);
    }

    /// <summary>Waits until all have arrived, or no more do.</summary>
    private static async Task<(long Count, double Seconds)> ArrivedAsync(ChildProcess sink, int expected)
    {
        var before = -1L;
        while (true)
        {
            var answer = (await sink.AskAsync("")).Split(' ');
            var count = long.Parse(answer[0], CultureInfo.InvariantCulture);
            if (count >= expected || count == before)
            {
                await sink.AskAsync("reset");
                return (count, double.Parse(answer[1], CultureInfo.InvariantCulture));
            }

            before = count;
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static void Print(int size, string client, string middle, List<Result> results) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,6} {client,-8} {middle,-9} {Median.Of(results.Select(result => result.CpuMicroseconds)),11:0.000} {Median.Of(results.Select(result => result.Rate)),8:0.000} {results.Sum(result => result.Lost),6}"));

    private sealed record Result(double CpuMicroseconds, double Rate, long Lost);
}
