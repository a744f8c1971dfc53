using System.Threading.Channels;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Delay;

/// <summary>Keeps each message for a while, and then gives it to another handler, in the order in which they came. What it still has when it is ended goes at once.</summary>
[Handler("delay")]
public sealed partial class DelayHandler : IHandler, IAsyncDisposable
{
    private readonly DelayOptions options;
    private readonly IMessages messages;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ICounter early;
    private readonly Tally all;
    private readonly Tally ok;
    private readonly Tally crashed;
    private readonly Channel<(Message Message, long Came)> kept;
    private readonly CancellationTokenSource ending = new();
    private readonly Task forwarding;

    /// <summary>Starts to forward.</summary>
    public DelayHandler(DelayOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<DelayHandler> logger)
    {
        this.options = options;
        this.messages = messages;
        this.time = time;
        this.logger = logger;
        early = metrics.Counter("delay.early");
        (all, ok, crashed) = (new Tally(metrics, ""), new Tally(metrics, ".ok"), new Tally(metrics, ".crashed"));
        kept = Channel.CreateBounded<(Message, long)>(new BoundedChannelOptions(options.QueueSize) { SingleReader = true });
        forwarding = Task.Run(ForwardAsync);
    }

    public async ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        await kept.Writer.WriteAsync((message, time.GetTimestamp()), cancellationToken);
        all.Add(message);
    }

    public async ValueTask DisposeAsync()
    {
        kept.Writer.Complete();
        await ending.CancelAsync();
        await forwarding;
        ending.Dispose();
    }

    private async Task ForwardAsync()
    {
        await foreach (var (message, came) in kept.Reader.ReadAllAsync())
        {
            if (options.Delay - time.GetElapsedTime(came) is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                early.Add(ending.IsCancellationRequested ? 1 : 0);
            }

            try
            {
                await messages.ForwardAsync(options.ForwardTo, message);
                ok.Add(message);
            }
            catch (Exception failure)
            {
                crashed.Add(message);
                Log.NotForwarded(logger, failure, message.Type, options.ForwardTo);
            }
        }
    }

    /// <summary>Messages with one outcome, and their octets, as CC 0.8.7 names them.</summary>
    private sealed class Tally(IMetrics metrics, string outcome)
    {
        private readonly ICounter count = metrics.Counter($"delay.count{outcome}");
        private readonly ICounter bytes = metrics.Counter($"delay.bytes{outcome}");

        public void Add(in Message message)
        {
            count.Add(1);
            bytes.Add(message.ContentLength);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Type} could not be given to {Section}, and is lost")]
        public static partial void NotForwarded(ILogger logger, Exception failure, string type, string section);
    }
}
