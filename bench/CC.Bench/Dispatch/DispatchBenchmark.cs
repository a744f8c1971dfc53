using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CC.Bench.Load;
using CC.Frames;
using CC.Plugins.Disposer;
using CC.Server.Diagnostics;
using CC.Server.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CC.Bench.Dispatch;

/// <summary>What it takes to find a received message's handlers and call them.</summary>
[MemoryDiagnoser]
public class DispatchBenchmark
{
    private readonly Multipart frames = BenchMessage.Of(100).Push(Multipart.EncodeAddress([0, 1, 2, 3, 4]));
    private Dispatcher dispatcher = null!;

    /// <summary>A node's routes, without its socket.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var counters = new Counters();
        var traffic = new Traffic(counters, countTypes: false);
        var slot = new HandlerSlot("h:disposer", traffic, TimeProvider.System, NullLogger.Instance);
        slot.Put(new DisposerHandler(counters), null);
        dispatcher = new Dispatcher(traffic, TimeProvider.System, NullLogger.Instance)
        {
            Routes = new RouteTable([new Route("bench", ["h:disposer"])], new Dictionary<string, HandlerSlot> { ["h:disposer"] = slot }),
        };
    }

    /// <summary>One message through parsing, routing, counting and the handler.</summary>
    [Benchmark]
    public ValueTask Dispatch() => dispatcher.ReceiveAsync(frames);

    internal static Task RunAsync()
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<DispatchBenchmark>(DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile));
        return Task.CompletedTask;
    }
}
