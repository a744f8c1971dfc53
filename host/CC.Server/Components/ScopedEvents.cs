using System.Text.Json.Serialization.Metadata;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Components;

/// <summary>One component's events: what it listens to ends with it.</summary>
internal sealed class ScopedEvents(IEvents events, IMetrics metrics, ILogger logger, TimeProvider time) : IEvents, IDisposable
{
    private readonly OpenEnds subscriptions = new();

    public void Publish<T>(string name, T payload, JsonTypeInfo<T> typeInfo) => events.Publish(name, payload, typeInfo);

    public bool IsHeard(string name) => events.IsHeard(name);

    public IDisposable Subscribe(string prefix, Action<NodeEvent> receive)
    {
        var queue = new EventQueue(receive, metrics, logger, time);
        return subscriptions.Add(new Listening(events.Subscribe(prefix, queue.Add), queue));
    }

    public void Dispose() => subscriptions.Dispose();

    private sealed class Listening(IDisposable subscription, EventQueue queue) : IDisposable
    {
        public void Dispose()
        {
            subscription.Dispose();
            queue.Dispose();
        }
    }
}
