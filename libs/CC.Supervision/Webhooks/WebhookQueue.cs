using System.Net;
using System.Threading.Channels;

namespace CC.Supervision.Webhooks;

/// <summary>Tells one URL of events, one after the other, so that what happens to a job is told in its order.</summary>
internal sealed class WebhookQueue : IAsyncDisposable
{
    private readonly Uri url;
    private readonly HttpClient http;
    private readonly TimeProvider time;
    private readonly Action<Uri, WebhookOutcome, string> tell;
    private readonly Channel<WebhookRequest> waiting;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task sending;

    public WebhookQueue(Uri url, WebhookOptions options, HttpClient http, TimeProvider time, Action<Uri, WebhookOutcome, string> tell)
    {
        (this.url, Options, this.http, this.time, this.tell) = (url, options, http, time, tell);
        waiting = Channel.CreateBounded<WebhookRequest>(new BoundedChannelOptions(options.QueueSize) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        sending = Task.Run(SendAsync);
    }

    /// <summary>How it is called, from the next attempt on; how many may wait remains.</summary>
    public WebhookOptions Options { get; set => Volatile.Write(ref field, value); }

    /// <summary>Has the URL told of an event, some time. Never waits.</summary>
    public void Add(WebhookRequest request)
    {
        if (!waiting.Writer.TryWrite(request))
        {
            tell(url, WebhookOutcome.Dropped, "too many events wait for it");
        }
    }

    /// <summary>Takes no more, and completes when what waits is told, or given up.</summary>
    public Task FinishAsync()
    {
        waiting.Writer.TryComplete();
        return sending;
    }

    /// <summary>Tells of nothing any more.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopping.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task SendAsync()
    {
        await foreach (var request in waiting.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (stopping.IsCancellationRequested)
            {
                tell(url, WebhookOutcome.Dropped, "it is told of nothing any more");
                continue;
            }

            try
            {
                await SendAsync(request).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                tell(url, WebhookOutcome.Dropped, "it is told of nothing any more");
            }
        }
    }

    private async Task SendAsync(WebhookRequest request)
    {
        for (var attempts = 1; ; attempts++)
        {
            var (answer, why) = await TryAsync(request).ConfigureAwait(false);
            if (answer is { } status && (int)status is >= 200 and < 300)
            {
                tell(url, WebhookOutcome.Sent, why);
                return;
            }

            if (WebhookRetry.Decide(Options, attempts, answer) is not { } pause)
            {
                tell(url, WebhookOutcome.Failed, why);
                return;
            }

            tell(url, WebhookOutcome.Delayed, why);
            await Task.Delay(pause, time, stopping.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The status of the answer, if there was one, and it, or what went wrong, in words.</summary>
    private async Task<(HttpStatusCode? Answer, string Why)> TryAsync(WebhookRequest request)
    {
        var options = Options;
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        try
        {
            using var message = request.To(url, options.Secret);
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, over.Token).ConfigureAwait(false);
            return (answer.StatusCode, $"it answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException failure)
        {
            return (null, failure.Message);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (null, $"it has not answered within {options.Timeout.TotalSeconds:0.###} s");
        }
    }
}
