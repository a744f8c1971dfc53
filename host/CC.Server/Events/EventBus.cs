using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Events;

/// <summary>Tells what happens on the node to whoever listens, on the thread of who tells it.</summary>
internal sealed partial class EventBus(TimeProvider time, ILogger logger) : IEvents
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);
    private ImmutableArray<Subscription> subscriptions = [];

    public void Publish<T>(string name, T payload, JsonTypeInfo<T> typeInfo)
    {
        var listening = subscriptions;
        NodeEvent? told = null;
        foreach (var subscription in listening)
        {
            if (NodeEvent.IsBelow(name, subscription.Prefix))
            {
                told ??= new NodeEvent(name, time.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(payload, typeInfo));
                Tell(subscription, told);
            }
        }
    }

    public bool IsHeard(string name)
    {
        foreach (var subscription in subscriptions)
        {
            if (NodeEvent.IsBelow(name, subscription.Prefix))
            {
                return true;
            }
        }

        return false;
    }

    public IDisposable Subscribe(string prefix, Action<NodeEvent> receive)
    {
        var subscription = new Subscription(this, prefix, receive);
        ImmutableInterlocked.Update(ref subscriptions, all => all.Add(subscription));
        return subscription;
    }

    private void Tell(Subscription subscription, NodeEvent told)
    {
        try
        {
            subscription.Receive(told);
        }
        catch (Exception failure)
        {
            if (quiet.IsTime(failure.GetType().Name))
            {
                Log.Failed(logger, failure, told.Name);
            }
        }
    }

    private sealed class Subscription(EventBus bus, string prefix, Action<NodeEvent> receive) : IDisposable
    {
        public string Prefix => prefix;

        public Action<NodeEvent> Receive => receive;

        public void Dispose() => ImmutableInterlocked.Update(ref bus.subscriptions, all => all.Remove(this));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "who listens to the event {Name} failed; more of the kind are not told of for a while")]
        public static partial void Failed(ILogger logger, Exception failure, string name);
    }
}
