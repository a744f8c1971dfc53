using System.Text.Json;
using CC.Cli.CommandLine;
using CC.Cli.Events;

namespace CC.Cli.Jobs;

/// <summary>Tells of each batch of a restart, as the node tells it by its events, until it is disposed of. Where events can't be had, nothing is told: the answer says what has become of the restart.</summary>
internal sealed class RollingProgress : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly EventSubscription subscription;
    private readonly Call call;
    private readonly string name;
    private readonly Task telling;

    private RollingProgress(Call call, string job)
    {
        this.call = call;
        name = EventsOf(job);
        subscription = new EventSubscription(call.Endpoint(), name, TimeProvider.System, call.Terminal.Tell, call.Security());
        telling = TellAsync();
    }

    /// <summary>The events of a job's restart in batches.</summary>
    public static string EventsOf(string job) => $"job.{job}.rolling";

    /// <summary>Begins to listen; what happens from then on is told.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="job">The job, with its session.</param>
    public static async Task<RollingProgress> StartAsync(Call call, string job)
    {
        var progress = new RollingProgress(call, job);
        using var late = new CancellationTokenSource();
        await Task.WhenAny(progress.subscription.Subscribed, progress.telling, Task.Delay(call.Limit, late.Token));
        await late.CancelAsync();
        return progress;
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await telling;
        await subscription.DisposeAsync();
        over.Dispose();
    }

    private async Task TellAsync()
    {
        try
        {
            while (true) // Until it is disposed of, or the link is lost.
            {
                var (_, happened) = await subscription.NextAsync(over.Token);
                if (happened.Name == name && happened.Payload.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String)
                {
                    call.Terminal.Tell(reason.GetString()!);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or CommandFailure)
        {
            // The answer tells what matters.
        }
    }
}
