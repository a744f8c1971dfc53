using System.Diagnostics;
using System.Globalization;
using CC.Bench.Load;
using CC.Bench.Peers;

namespace CC.Bench.Echo;

/// <summary>One request after the other by the same libzmq client: to ccserver, which reads the JSON and answers with another, and to a bare libzmq ROUTER.</summary>
internal static class EchoBenchmark
{
    private const int WarmUp = 5_000;

    public static async Task RunAsync(int requests, int rounds)
    {
        Debian.Require("libzmq5", () => LibZmq.IsInstalled);
        using var folder = new TemporaryConfiguration();
        var (ourEndpoint, theirEndpoint) = (FreePort.Endpoint(), FreePort.Endpoint());
        using var node = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = {ourEndpoint}
            cc-role = remote
            cc-stats = 0
            [routes]
            echo = h:echo
            [h:echo]
            handler = echo
            """));
        using var bare = ChildProcess.Self("echo-libzmq", theirEndpoint);
        await bare.ReadLineAsync();
        var ours = new List<double[]>();
        var theirs = new List<double[]>();
        Measure(ourEndpoint, WarmUp);
        Measure(theirEndpoint, WarmUp);
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Measure(ourEndpoint, requests));
            theirs.Add(Measure(theirEndpoint, requests));
        }

        Console.WriteLine($"{"server",-22} {"p50 us",8} {"p99 us",8} {"p99.9 us",9}   medians of {rounds} rounds of {requests:N0} requests");
        Print("ccserver echo", ours);
        Print("bare libzmq ROUTER", theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"ratio",-22} {Median.Of(ours.Zip(theirs, (our, their) => our[0] / their[0])),8:0.00}"));
    }

    private static double[] Measure(string endpoint, int requests)
    {
        var context = LibZmq.NewContext();
        var socket = LibZmq.Open(context, LibZmq.Dealer);
        _ = LibZmq.Connect(socket, endpoint);
        byte[][] frames = [[], "echo.request"u8.ToArray(), "{\"req\":\"echo.request\",\"target\":\"T\",\"time\":1.5,\"hostname\":\"h\",\"blob_hash\":\"\"}"u8.ToArray(), []];
        var answer = new byte[4096];
        var times = new double[requests];
        for (var i = 0; i < requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var frame = 0; frame < frames.Length; frame++)
            {
                _ = LibZmq.Send(socket, frames[frame], (nuint)frames[frame].Length, frame < frames.Length - 1 ? LibZmq.SendMore : 0);
            }

            do
            {
                _ = LibZmq.Receive(socket, answer, (nuint)answer.Length, 0);
            }
            while (LibZmq.HasMore(socket));

            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        _ = LibZmq.Close(socket);
        _ = LibZmq.EndContext(context);
        Array.Sort(times);
        return [times[requests / 2], times[requests * 99 / 100], times[requests * 999 / 1000]];
    }

    private static void Print(string server, List<double[]> rounds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server,-22} {Median.Of(rounds.Select(round => round[0])),8:0.0} {Median.Of(rounds.Select(round => round[1])),8:0.0} {Median.Of(rounds.Select(round => round[2])),9:0.0}"));
}
