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
        kept = Channel.CreateBounded<(Message, long)>(new BoundedChannelOptions(options.QueueSize) { SingleReader = true });
        forwarding = Task.Run(ForwardAsync);
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) =>
        kept.Writer.WriteAsync((message, time.GetTimestamp()), cancellationToken);

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
            }
            catch (Exception failure)
            {
                Log.NotForwarded(logger, failure, message.Type, options.ForwardTo);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Type} could not be given to {Section}, and is lost")]
        public static partial void NotForwarded(ILogger logger, Exception failure, string type, string section);
    }
}
