using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CC.Bench.Load;
using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using CC.Server.Plugins;
using CC.Server.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CC.Bench.Dispatch;

/// <summary>
/// What it takes to find a received message's handlers and call them, beside the call alone. The handler is a plugin's, in a load context of its own, as the node
/// has it. Each looks whether the call is over, as the node does, instead of awaiting it, which is the benchmark's own work.
/// </summary>
[MemoryDiagnoser]
public class DispatchBenchmark
{
    private readonly Multipart frames = BenchMessage.Of(100).Push(Multipart.EncodeAddress([0, 1, 2, 3, 4]));
    private Plugin plugin = null!; // Keeps its code loaded.
    private Message message;
    private IHandler handler = null!;
    private HandlerSlot slot = null!;
    private Dispatcher dispatcher = null!;

    /// <summary>A node's routes, without its socket.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var counters = new Counters();
        var traffic = new Traffic(counters, countTypes: false);
        plugin = Plugin.Load(Path.Combine(AppContext.BaseDirectory, "../../Disposer/release/Disposer.dll"));
        handler = (IHandler)Activator.CreateInstance(plugin.Components.Single().Type, counters)!;
        slot = new HandlerSlot("h:disposer", traffic, TimeProvider.System, NullLogger.Instance);
        slot.Put(handler, null);
        dispatcher = new Dispatcher(traffic, TimeProvider.System, NullLogger.Instance)
        {
            Routes = new RouteTable([new Route("bench", ["h:disposer"])], new Dictionary<string, HandlerSlot> { ["h:disposer"] = slot }),
        };
        Message.TryParse(frames, out message);
        dispatcher.ReceiveAsync(frames).AsTask().GetAwaiter().GetResult();
        if (counters.Named("disposed_count").Value != 1)
        {
            throw new InvalidOperationException("The message did not get to the disposer.");
        }
    }

    /// <summary>The call alone.</summary>
    [Benchmark]
    public bool Call() => IsOver(handler.HandleAsync(message, CancellationToken.None));

    /// <summary>What the node adds around it: nobody is called who was replaced; time, octets and outcome are counted.</summary>
    [Benchmark]
    public bool Deliver() => IsOver(slot.DeliverAsync(message));

    /// <summary>The same, and before it the message is counted and its handlers are found.</summary>
    [Benchmark]
    public bool Route() => IsOver(dispatcher.DispatchAsync(message));

    /// <summary>The same, and before it the message's parts are found in its frames.</summary>
    [Benchmark]
    public bool Receive() => IsOver(dispatcher.ReceiveAsync(frames));

    /// <summary>Several rounds, since what a round measures one after the other may meet a machine that is not the same all the while.</summary>
    internal static Task RunAsync(int rounds)
    {
        var all = Enumerable.Range(1, rounds).Select(Once).ToArray();
        foreach (var (round, index) in all.Select((round, index) => (round, index)))
        {
            Console.WriteLine($"round {index + 1}, ns more than the call: {string.Join(", ", round.More.Select(entry => $"{entry.Key} {entry.Value:0.0}"))}; octets allocated in the process for a message: {round.Octets}");
        }

        Goal.AtMost("nanoseconds more than the call alone, routed, median of the rounds", Median.Of(all.Select(round => round.More[nameof(Route)])), 50);
        Goal.AtMost("octets allocated for a message, median of the rounds", Median.Of(all.Select(round => round.Octets)), 0); // What else the process does is in it.
        return Task.CompletedTask;
    }

    private static (IReadOnlyDictionary<string, double> More, double Octets) Once(int round)
    {
        // Many iterations of a millisecond: where others want the processor too, the middle one has it for itself.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithGcForce(false)
            .WithInvocationCount(8192).WithUnrollFactor(16).WithWarmupCount(500).WithIterationCount(1000);
        var summary = BenchmarkRunner.Run<DispatchBenchmark>(DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile));
        var reports = summary.Reports.Where(report => report.Success).ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name);
        if (reports.Count != 4)
        {
            throw new InvalidOperationException("It could not be measured; the lines above tell why.");
        }

        var call = Nanoseconds(reports[nameof(Call)]);
        var more = new[] { nameof(Deliver), nameof(Route), nameof(Receive) }.ToDictionary(name => name, name => Nanoseconds(reports[name]) - call);
        return (more, reports.Values.Max(Octets));
    }

    private static bool IsOver(ValueTask handling) => handling.IsCompletedSuccessfully;

    private static bool IsOver(ValueTask<bool> routing) => routing.IsCompletedSuccessfully;

    private static double Nanoseconds(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static double Octets(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.MaxValue;
}
