using System.Diagnostics;
using System.Globalization;
using CC.Bench.Load;
using CC.Client;
using CC.Client.Control;

namespace CC.Bench.Reload;

/// <summary>A handler's DLL is replaced again and again under a steady load; nothing may be lost, doubled or overtaken, and nothing may stay behind.</summary>
internal static class ReloadBenchmark
{
    private const int Senders = 4;
    /// <summary>As many as it takes for the runtime to have compiled what reloading runs through to its last stage.</summary>
    private const int WarmUp = 300;

    /// <summary>Between two reloads: without any, what each build has to compile first takes more than the load leaves over.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Builds = Path.Combine(AppContext.BaseDirectory, "..", "..");

    public static async Task RunAsync(int reloads, int rate)
    {
        using var folder = new TemporaryConfiguration();
        var plugin = Directory.CreateDirectory(Path.Combine(folder.Folder, "plugins", "Mirror")).FullName;
        Deploy("Mirror", plugin);
        var port = FreePort.Number();
        using var server = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:{port}
            cc-role = local
            plugins-dir = {Path.GetDirectoryName(plugin)}
            zmq_hwm = 100000
            [plugins]
            watch = no
            [routes]
            mirror = h:mirror
            [h:mirror]
            handler = mirror
            """));
        await using var client = new CcClient($"tcp://127.0.0.1:{port}");
        var senders = Enumerable.Range(0, Senders).Select(_ => new Sender($"tcp://127.0.0.1:{port}")).ToArray();
        using var stopping = new CancellationTokenSource();
        var asking = senders.Select(sender => Task.Run(() => sender.AskAsync(rate / Senders, stopping.Token))).ToArray();

        await ReloadAsync(client, plugin, WarmUp);
        var memoryBefore = await SettledMemoryAsync(server);
        var quiet = senders.SelectMany(sender => sender.TakeDelays()).Order().ToArray();
        var started = Stopwatch.GetTimestamp();
        var times = await ReloadAsync(client, plugin, reloads);
        var took = Stopwatch.GetElapsedTime(started);
        var memoryAfter = await SettledMemoryAsync(server);

        await stopping.CancelAsync();
        await Task.WhenAll(asking);
        var asked = senders.Sum(sender => sender.Asked);
        await UntilAsync(() => Task.FromResult(senders.Sum(sender => sender.Answered) >= asked));
        var delays = senders.SelectMany(sender => sender.TakeDelays()).Order().ToArray();
        await GoneAsync(client);
        var after = await DescribeAsync(client);
        await Task.WhenAll(senders.Select(sender => sender.DisposeAsync().AsTask()));

        Print($"{reloads} reloads in {took.TotalSeconds:0.0} s under {asked / (took.TotalSeconds + 1):0} messages/s; a reload p50 {Percentile(times, 0.5):0.0} ms, max {times.Max():0.0} ms");
        Print($"answers: by build {string.Join(", ", senders.SelectMany(sender => sender.Builds).GroupBy(build => build.Key).Select(build => $"{build.Key} {build.Sum(count => count.Value)}"))}");
        Print($"delay of an answer: p50 {Percentile(delays, 0.5):0.00} ms, p99 {Percentile(delays, 0.99):0.00} ms, max {delays.Max():0.0} ms; warming up: p50 {Percentile(quiet, 0.5):0.00} ms, max {quiet.Max():0.0} ms");
        Print($"memory: {memoryBefore / 1e6:0.0} MB before, {memoryAfter / 1e6:0.0} MB after; builds gone from memory {after.Unloaded}, left {after.Leaving.Count}");
        Goal.AtLeast("messages a second", asked / took.TotalSeconds, rate);
        Goal.AtMost("messages lost", asked - senders.Sum(sender => sender.Answered), 0);
        Goal.AtMost("answers twice or out of turn", senders.Sum(sender => sender.OutOfTurn), 0);
        Goal.AtLeast("builds that answered", senders.SelectMany(sender => sender.Builds.Keys).Distinct().Count(), 2);
        Goal.AtLeast("builds gone from memory", after.Unloaded, reloads + WarmUp);
        Goal.AtMost("builds left in memory", after.Leaving.Count, 0);
        Goal.AtMost("memory after / before", (double)memoryAfter / memoryBefore, 1.05);
    }

    private static async Task<double[]> ReloadAsync(CcClient client, string plugin, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            Deploy(i % 2 == 0 ? "MirrorNext" : "Mirror", plugin);
            var started = Stopwatch.GetTimestamp();
            var reload = client.Compose(new ControlRequest { Req = ControlTypes.PluginReload, Name = "Mirror" }, ControlJson.Default.ControlRequest);
            var answer = await client.RequestAsync(reload, Patience);
            if (answer.Type != ControlTypes.Reply)
            {
                throw new InvalidOperationException($"Reload {i} was refused: {CcClient.Open(answer, ControlJson.Default.ErrorReply).Msg}");
            }

            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            await Task.Delay(Pause);
        }

        return times;
    }

    /// <summary>As a careful deployment does it: beside, then renamed.</summary>
    private static void Deploy(string build, string plugin)
    {
        foreach (var file in (string[])["Mirror.dll", "Mirror.deps.json"])
        {
            var next = Path.Combine(plugin, $".{file}.next");
            File.Copy(Path.Combine(Builds, build, "release", file), next, overwrite: true);
            File.Move(next, Path.Combine(plugin, file), overwrite: true);
        }
    }

    private static async Task<long> SettledMemoryAsync(ChildProcess server)
    {
        var samples = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(100);
            samples.Add(server.ResidentBytes);
        }

        return samples.Order().ElementAt(samples.Count / 2);
    }

    private static async Task<PluginDescription> DescribeAsync(CcClient client)
    {
        var request = client.Compose(new ControlRequest { Req = ControlTypes.PluginInfo, Name = "Mirror" }, ControlJson.Default.ControlRequest);
        return CcClient.Open(await client.RequestAsync(request, Patience), ControlJson.Default.PluginList).Plugins.Single();
    }

    private static Task<bool> GoneAsync(CcClient client) => UntilAsync(async () => (await DescribeAsync(client)).Leaving.Count == 0);

    private static async Task<bool> UntilAsync(Func<Task<bool>> condition)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(20))
        {
            if (await condition())
            {
                return true;
            }
        }

        return false;
    }

    private static double Percentile(double[] values, double which) => values.Order().ElementAt((int)(values.Length * which));

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
