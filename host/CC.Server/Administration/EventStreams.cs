using System.Collections.Concurrent;
using CC.Client.Control;
using CC.Frames;
using CC.Sdk;

namespace CC.Server.Administration;

/// <summary>Sends events along the routes of those who have subscribed, for as long as they renew their subscriptions.</summary>
internal sealed class EventStreams(IMessages messages, IEvents events, Func<Multipart, bool> send, TimeProvider time) : IDisposable
{
    /// <summary>How long a subscription holds: who has gone away without a word is forgotten.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const int MaxSubscriptions = 1000;

    private readonly ConcurrentDictionary<(Subscriber By, string Name), EventStream> streams = new();

    /// <summary>Subscribes under a name of the subscriber's own; its subscription of that name and prefix is renewed, and goes along the new route from now on.</summary>
    /// <exception cref="ControlException">There are too many.</exception>
    public void Subscribe(Subscriber by, MessageRoute route, string name, string prefix)
    {
        Forget();
        if (streams.TryGetValue((by, name), out var known) && known.Prefix == prefix)
        {
            known.Renew(route, time.GetTimestamp());
            return;
        }

        if (streams.Count >= MaxSubscriptions)
        {
            throw new ControlException(ControlErrors.Busy, $"there are {MaxSubscriptions} subscriptions already; end some, or wait until those are forgotten that nobody renews");
        }

        Unsubscribe(by, name);
        var stream = new EventStream(name, prefix, messages, send);
        stream.Renew(route, time.GetTimestamp());
        streams[(by, name)] = stream;
        stream.Begin(events, time);
    }

    /// <summary>False if the subscriber has none of that name.</summary>
    public bool Unsubscribe(Subscriber by, string name)
    {
        var isThere = streams.TryRemove((by, name), out var stream);
        stream?.Dispose();
        return isThere;
    }

    public void Dispose()
    {
        foreach (var (by, name) in streams.Keys)
        {
            Unsubscribe(by, name);
        }
    }

    /// <summary>Those that nobody renews.</summary>
    private void Forget()
    {
        foreach (var ((by, name), _) in streams.Where(entry => time.GetElapsedTime(entry.Value.Renewed) > Lease))
        {
            Unsubscribe(by, name);
        }
    }
}
