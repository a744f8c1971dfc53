using System.Threading.Channels;

namespace CC.Supervision.Events;

/// <summary>
/// Tells whoever listens what has happened, by dotted names: who listens to <c>a.b</c> hears of <c>a.b</c> and <c>a.b.c</c>; a dot at the end of a pattern means nothing, and <c>.</c> alone is
/// everything. Publishing never waits and never calls a listener: one loop does, in the order of publishing, for each event the listeners of <c>.</c> first, then those of shorter patterns.
/// What a listener throws is told to <see cref="ListenerFailed"/>, and it is called on. All members may be called from any thread.
/// </summary>
/// <typeparam name="T">What is told of an event.</typeparam>
public sealed class EventHub<T> : IAsyncDisposable
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<(string Name, T Value)> waiting =
        Channel.CreateBounded<(string Name, T Value)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Lock gate = new();
    private readonly Task delivering;
    private Subscriptions<T> subscriptions = Subscriptions<T>.None;
    private long dropped;
    private volatile bool isClosed;

    /// <summary>Makes one, and starts its loop.</summary>
    public EventHub() => delivering = Task.Run(DeliverAsync);

    /// <summary>Told of what a listener has thrown.</summary>
    public event Action<string, Exception>? ListenerFailed;

    /// <summary>Events that nobody was told of, because 10,000 waited already.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Tells of an event, soon. After the end it does nothing.</summary>
    public void Publish(string name, T value)
    {
        if (!waiting.Writer.TryWrite((name, value)) && !isClosed)
        {
            Interlocked.Increment(ref dropped);
        }
    }

    /// <summary>Calls a listener with the full name of each event that the pattern takes in. The same listener twice with one pattern is one.</summary>
    public void Subscribe(string pattern, Action<string, T> listener) => Change(all => all.With(pattern, listener, once: false));

    /// <summary>The same for the next event only.</summary>
    public void SubscribeOnce(string pattern, Action<string, T> listener) => Change(all => all.With(pattern, listener, once: true));

    /// <summary>Calls a listener of a pattern no more.</summary>
    public void Unsubscribe(string pattern, Action<string, T> listener) => Change(all => all.Without(pattern, listener));

    /// <summary>Calls no listener of these patterns any more.</summary>
    public void UnsubscribeAll(params IEnumerable<string> patterns) => Change(all => all.Without(patterns));

    /// <summary>Drops what waits, and all listeners; returns when none is being called. Not from a listener.</summary>
    public async ValueTask DisposeAsync()
    {
        isClosed = true;
        waiting.Writer.TryComplete();
        Change(_ => Subscriptions<T>.None);
        await delivering.ConfigureAwait(false);
    }

    private void Change(Func<Subscriptions<T>, Subscriptions<T>> change)
    {
        lock (gate)
        {
            subscriptions = change(subscriptions);
        }
    }

    private async Task DeliverAsync()
    {
        await foreach (var (name, value) in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            foreach (var subscription in Take(name))
            {
                Deliver(subscription.Listener, name, value);
            }
        }
    }

    /// <summary>Those who hear of an event; who wanted one only is not among the next.</summary>
    private IReadOnlyList<Subscription<T>> Take(string name)
    {
        lock (gate)
        {
            var taken = subscriptions.For(name);
            foreach (var once in taken.Where(subscription => subscription.Once))
            {
                subscriptions = subscriptions.Without(once);
            }

            return taken;
        }
    }

    private void Deliver(Action<string, T> listener, string name, T value)
    {
        try
        {
            listener(name, value);
        }
        catch (Exception failure)
        {
            ListenerFailed?.Invoke(name, failure);
        }
    }
}
