using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Events without a node: remembers what a component tells, and lets a test tell it something. Thread-safe.</summary>
public sealed class FakeEvents : IEvents
{
    private readonly ConcurrentDictionary<object, (string Prefix, Action<NodeEvent> Receive)> subscriptions = new();

    /// <summary>The clock of the events.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What was told, in order.</summary>
    public ConcurrentQueue<NodeEvent> Published { get; } = new();

    /// <summary>How many listen.</summary>
    public int Subscriptions => subscriptions.Count;

    /// <inheritdoc/>
    public void Publish<T>(string name, T payload, JsonTypeInfo<T> typeInfo)
    {
        var told = new NodeEvent(name, Time.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(payload, typeInfo));
        Published.Enqueue(told);
        foreach (var (prefix, receive) in subscriptions.Values)
        {
            if (NodeEvent.IsBelow(name, prefix))
            {
                receive(told);
            }
        }
    }

    /// <inheritdoc/>
    public bool IsHeard(string name) => subscriptions.Values.Any(subscription => NodeEvent.IsBelow(name, subscription.Prefix));

    /// <inheritdoc/>
    public IDisposable Subscribe(string prefix, Action<NodeEvent> receive)
    {
        var key = new object();
        subscriptions[key] = (prefix, receive);
        return new Ending(() => subscriptions.TryRemove(key, out _));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
