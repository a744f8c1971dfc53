using System.Threading.Channels;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>The events that wait for one listener of a plugin's: it gets one after the other, and holds up nobody but itself.</summary>
internal sealed partial class EventQueue : IDisposable
{
    /// <summary>How many may wait; further ones are dropped, and counted.</summary>
    public const int Size = 1000;

    private readonly Channel<NodeEvent> waiting = Channel.CreateBounded<NodeEvent>(new BoundedChannelOptions(Size) { SingleReader = true });
    private readonly Action<NodeEvent> receive;
    private readonly IMetrics metrics;
    private readonly ILogger logger;
    private readonly OncePerInterval quiet;
    private volatile bool isDisposed;

    public EventQueue(Action<NodeEvent> receive, IMetrics metrics, ILogger logger, TimeProvider time)
    {
        this.receive = receive;
        this.metrics = metrics;
        this.logger = logger;
        quiet = new OncePerInterval(TimeSpan.FromSeconds(30), time);
        _ = Task.Run(RunAsync);
    }

    public void Add(NodeEvent told)
    {
        if (!isDisposed && !waiting.Writer.TryWrite(told))
        {
            metrics.CountDropped(DropReasons.EventQueueFull, 1, told.Payload.Length);
        }
    }

    /// <summary>Nothing more is told, not even what waits.</summary>
    public void Dispose()
    {
        isDisposed = true;
        waiting.Writer.TryComplete();
    }

    private async Task RunAsync()
    {
        await foreach (var told in waiting.Reader.ReadAllAsync())
        {
            if (isDisposed)
            {
                return;
            }

            Tell(told);
        }
    }

    private void Tell(NodeEvent told)
    {
        try
        {
            receive(told);
        }
        catch (Exception failure)
        {
            if (quiet.IsTime(failure.GetType().Name))
            {
                Log.Failed(logger, failure, told.Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "who listens to the event {Name} failed; more of the kind are not told of for a while")]
        public static partial void Failed(ILogger logger, Exception failure, string name);
    }
}
