using System.Text;
using CC.Client.Control;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>What a component in a process of its own listens to: a subscription like a client's, which is renewed until it is disposed. The node counts what it can't deliver.</summary>
internal sealed partial class LinkedSubscription : IDisposable
{
    /// <summary>A third of the time after which a node forgets who is not heard of.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private readonly string name = $"{Guid.NewGuid():N}";
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string prefix;
    private readonly Action<NodeEvent> receive;
    private readonly IMessages messages;
    private readonly ILogger logger;
    private readonly Action<LinkedSubscription> whenEnded;
    private readonly IMessageLink link;
    private readonly ITimer renewal;
    private int disposed;

    /// <param name="prefix">What to listen to.</param>
    /// <param name="receive">Told of each event.</param>
    /// <param name="messages">The way to the node.</param>
    /// <param name="logger">Told when the node refuses.</param>
    /// <param name="time">The clock.</param>
    /// <param name="whenEnded">Called when the node has answered that nothing more will come.</param>
    public LinkedSubscription(string prefix, Action<NodeEvent> receive, IMessages messages, ILogger logger, TimeProvider time, Action<LinkedSubscription> whenEnded)
    {
        (this.prefix, this.receive, this.messages, this.logger, this.whenEnded) = (prefix, receive, messages, logger, whenEnded);
        link = messages.OpenLink(TakeAsync);
        renewal = time.CreateTimer(_ => Ask(ControlTypes.EventSubscribe), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when nothing more will come.</summary>
    public Task WhenEnded => ended.Task;

    /// <summary>Asks the node, and asks it again before it forgets.</summary>
    public void Begin()
    {
        Ask(ControlTypes.EventSubscribe);
        renewal.Change(Renewal, Renewal);
    }

    /// <summary>Tells of nothing more. The link stays until the node has answered that, so that nothing is sent to nobody.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            renewal.Dispose();
            Ask(ControlTypes.EventUnsubscribe);
        }
    }

    private void Ask(string type) => _ = AskAsync(type); // Its failure is no concern of whoever publishes, or of the clock.

    private async Task AskAsync(string type)
    {
        try
        {
            var request = new ControlRequest { Req = type, Prefix = prefix, Subscription = name };
            await link.SendAsync(messages.Compose(request, ControlJson.Default.ControlRequest));
        }
        catch (ObjectDisposedException)
        {
            End(); // The process ends, and the node forgets by itself.
        }
    }

    private ValueTask TakeAsync(Message message)
    {
        var isOver = Volatile.Read(ref disposed) != 0;
        switch (message.Type)
        {
            case ControlTypes.Event when !isOver:
                var told = messages.Open(message, ControlJson.Default.EventMessage);
                receive(new NodeEvent(told.Name, DateTimeOffset.UnixEpoch.AddSeconds(told.Time), Encoding.UTF8.GetBytes(told.Payload.GetRawText())));
                break;
            case ControlTypes.Error:
                Refused(messages.Open(message, ControlJson.Default.ErrorReply), isOver);
                break;
            case ControlTypes.Reply when messages.Open(message, ControlJson.Default.SubscriptionReply).Seconds == 0:
                End();
                break;
        }

        return default;
    }

    private void Refused(ErrorReply no, bool isOver)
    {
        if (no.OrigReq == ControlTypes.EventUnsubscribe)
        {
            End();
        }
        else if (!isOver)
        {
            Log.Deaf(logger, prefix, no.Msg, Renewal.TotalSeconds);
        }
    }

    private void End()
    {
        link.Dispose();
        whenEnded(this);
        ended.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the node tells nothing of events below '{Prefix}': {Why}; it is asked again in {Seconds} s")]
        public static partial void Deaf(ILogger logger, string prefix, string why, double seconds);
    }
}
