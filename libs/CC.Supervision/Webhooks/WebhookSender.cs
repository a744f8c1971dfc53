using System.Text.Json;
using CC.Supervision.Events;

namespace CC.Supervision.Webhooks;

/// <summary>
/// Posts events to URLs. Each URL is told of an event once, however many of its patterns take it in, and of all its events in their order; one that does not answer holds up neither the supervisor nor other
/// URLs. What can't be told is tried again for a while: a receiver may get an event twice, with the same <c>X-CC-Delivery</c>, and never one before an earlier one. All members may be called from any thread.
/// </summary>
public sealed class WebhookSender : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Uri, WebhookQueue> queues = [];
    private readonly List<Task> leaving = [];
    private readonly TimeProvider time;
    private readonly Action<Uri, WebhookOutcome, string> tell;
    private readonly string deliveries = Guid.NewGuid().ToString("N");
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private IReadOnlyList<Webhook> all = [];
    private long told;

    /// <summary>Makes one that tells nobody yet.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="outcome">Told of what becomes of each event, and why; must not block, nor throw.</param>
    public WebhookSender(TimeProvider time, Action<Uri, WebhookOutcome, string> outcome) => (this.time, tell) = (time, outcome);

    /// <summary>Tells these URLs from now on, and no others. What waits for one that stays is not lost.</summary>
    public void Use(IReadOnlyList<Webhook> webhooks, WebhookOptions options)
    {
        lock (gate)
        {
            all = webhooks;
            foreach (var url in queues.Keys.Except(webhooks.Select(webhook => webhook.Url)).ToArray())
            {
                queues.Remove(url, out var queue);
                leaving.RemoveAll(task => task.IsCompleted);
                leaving.Add(queue!.DisposeAsync().AsTask());
            }

            foreach (var url in webhooks.Select(webhook => webhook.Url))
            {
                if (queues.TryGetValue(url, out var queue))
                {
                    queue.Options = options;
                }
                else
                {
                    queues[url] = new WebhookQueue(url, options, http, time, tell);
                }
            }
        }
    }

    /// <summary>Has those told of an event who are to be. Never waits. A listener of <see cref="Supervisor.Events"/>.</summary>
    public void Tell(string name, SupervisorEvent what)
    {
        lock (gate)
        {
            WebhookRequest? request = null;
            foreach (var url in all.Where(webhook => webhook.Takes(name)).Select(webhook => webhook.Url).Distinct())
            {
                request ??= new WebhookRequest(name, $"{deliveries}-{++told}", JsonSerializer.SerializeToUtf8Bytes(what, EventJson.Default.SupervisorEvent));
                queues[url].Add(request);
            }
        }
    }

    /// <summary>Takes no more events, and completes when those that wait are told, or given up, or the token is cancelled.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        WebhookQueue[] left;
        lock (gate)
        {
            all = [];
            left = [.. queues.Values];
        }

        await Task.WhenAll(left.Select(queue => queue.FinishAsync())).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Tells nobody any more; what waits is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        Use([], new WebhookOptions());
        Task[] last;
        lock (gate)
        {
            last = [.. leaving];
        }

        await Task.WhenAll(last).ConfigureAwait(false);
        http.Dispose();
    }
}
