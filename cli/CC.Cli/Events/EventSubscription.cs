using System.Threading.Channels;
using CC.Cli.Nodes;
using CC.Client;
using CC.Client.Control;
using CC.Client.Security;
using CC.Sdk;
using CC.Zmtp;

namespace CC.Cli.Events;

/// <summary>
/// A subscription to a node's events, renewed at a third of its lease, and made anew after each loss of the link. One loop owns all that changes.
/// </summary>
internal sealed class EventSubscription : IAsyncDisposable
{
    private const string Name = "ccctl";

    /// <summary>Events that may wait to be printed; of more, the number is told.</summary>
    private const int Room = 10_000;

    /// <summary>How long the node may take to say that the subscription holds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Arrival> arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(Room) { SingleReader = true });
    private readonly TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventSequence sequence = new();
    private readonly CcClient client;
    private readonly string endpoint;
    private readonly string prefix;
    private readonly MessageSecurity? security;
    private readonly TimeProvider time;
    private readonly Action<string> tell;
    private DateTimeOffset askAgain;
    private bool isAnswered;
    private bool isLost;

    /// <param name="endpoint">The node.</param>
    /// <param name="prefix">The events.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told of what is missing, and of links that are lost.</param>
    /// <param name="security">What is signed and verified with; null for nothing.</param>
    public EventSubscription(string endpoint, string prefix, TimeProvider time, Action<string> tell, MessageSecurity? security = null)
    {
        this.security = security;
        this.endpoint = endpoint;
        this.prefix = prefix;
        this.time = time;
        this.tell = tell;
        askAgain = time.GetUtcNow() + Patience;
        client = new CcClient(endpoint, new ZmtpSocketOptions { OnEvent = Watch }) { Unasked = message => arrivals.Writer.TryWrite(new Arrival(message.Detach())) };
    }

    /// <summary>Whether a lost link is waited for.</summary>
    public bool Persists { get; init; }

    /// <summary>Ends when the node has said for the first time that the subscription holds.</summary>
    public Task Subscribed => subscribed.Task;

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="CommandFailure">The node is not there, or refuses.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<(Message Message, EventMessage Event)> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await ArrivalAsync(cancellation) is not { } arrival)
            {
                await AskAgainAsync(cancellation);
            }
            else if (arrival.IsConnected)
            {
                sequence.Restart();
                await SubscribeAsync(cancellation);
            }
            else if (arrival.Message is not { } said)
            {
                Lost(arrival.Why);
            }
            else if (Trust.Examine(said, security, endpoint) is { Type: ControlTypes.Event } message)
            {
                var happened = Answers.Read(message, ControlJson.Default.EventMessage, endpoint);
                if (sequence.Take(happened) is { } missing)
                {
                    tell(missing);
                }

                return (message, happened);
            }
            else
            {
                Answered(said);
            }
        }
    }

    /// <summary>Ends the subscription, as far as the node can be told.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isAnswered && !isLost)
        {
            await client.PublishAsync(Compose(ControlTypes.EventUnsubscribe));
        }

        await client.DisposeAsync();
    }

    /// <summary>The next thing that comes; null when it is time to ask again.</summary>
    private async Task<Arrival?> ArrivalAsync(CancellationToken cancellation)
    {
        if (arrivals.Reader.TryRead(out var there))
        {
            return there;
        }

        var left = askAgain - time.GetUtcNow();
        using var due = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellation, due.Token);
        try
        {
            return await arrivals.Reader.ReadAsync(until.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task AskAgainAsync(CancellationToken cancellation)
    {
        if (!isAnswered)
        {
            throw new CommandFailure(ExitCode.NoAnswer, $"{endpoint} has not answered {ControlTypes.EventSubscribe} within {Patience.TotalSeconds:0} s; look into the node's log");
        }

        if (isLost)
        {
            askAgain = time.GetUtcNow() + Patience;
            return;
        }

        await SubscribeAsync(cancellation);
    }

    private async Task SubscribeAsync(CancellationToken cancellation)
    {
        isLost = false;
        askAgain = time.GetUtcNow() + Patience;
        await client.PublishAsync(Compose(ControlTypes.EventSubscribe), cancellation);
    }

    private void Answered(in Message message)
    {
        var reply = Answers.Read(Refusal.Examine(message, endpoint), ControlJson.Default.SubscriptionReply, endpoint);
        isAnswered = true;
        subscribed.TrySetResult();
        askAgain = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(reply.Seconds / 3, 0.1, 3600));
    }

    private void Lost(string why)
    {
        if (!Persists || !isAnswered)
        {
            throw new CommandFailure(ExitCode.NoAnswer, why);
        }

        if (!isLost)
        {
            isLost = true;
            tell($"{why}; waiting for it, events that happen meanwhile are missing");
        }
    }

    private Message Compose(string type)
    {
        var request = RequestBody.Compose(new ControlRequest { Req = type, Prefix = prefix, Subscription = Name }, time);
        return security?.Seal(request) ?? request;
    }

    private void Watch(ZmtpEvent what)
    {
        if (what.Kind == ZmtpEventKind.Connected)
        {
            arrivals.Writer.TryWrite(new Arrival(null, IsConnected: true));
        }
        else if (LinkTrouble.Of(what, endpoint) is { } why)
        {
            arrivals.Writer.TryWrite(new Arrival(null, Why: why));
        }
    }
}
