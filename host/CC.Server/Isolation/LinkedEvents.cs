using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>The node's events as a component in a process of its own has them: what it tells goes with its reports, what it hears comes over its link.</summary>
internal sealed class LinkedEvents(ReportWriter reports, IMessages messages, ILogger logger, TimeProvider time) : IEvents, IAsyncDisposable
{
    /// <summary>How long the node may take to answer that subscriptions have ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<LinkedSubscription, bool> open = new();

    public void Publish<T>(string name, T payload, JsonTypeInfo<T> typeInfo) =>
        reports.Event(name, JsonSerializer.SerializeToElement(payload, typeInfo));

    public bool IsHeard(string name) => true;

    public IDisposable Subscribe(string prefix, Action<NodeEvent> receive)
    {
        var subscription = new LinkedSubscription(prefix, receive, messages, logger, time, ended => open.TryRemove(ended, out _));
        open[subscription] = true;
        subscription.Begin();
        return subscription;
    }

    /// <summary>Waits for the node's last answers: nobody would be there to take them.</summary>
    public async ValueTask DisposeAsync()
    {
        var left = open.Keys;
        foreach (var subscription in left)
        {
            subscription.Dispose();
        }

        await Task.WhenAll(left.Select(subscription => subscription.WhenEnded))
            .WaitAsync(Patience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
