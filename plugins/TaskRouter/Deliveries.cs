using CC.Frames;
using CC.Sdk;

namespace CC.Plugins.TaskRouter;

/// <summary>
/// Brings what comes of tasks to those who have sent them, each task's in order, and keeps nobody else waiting: what a client has no room for waits behind what waits for it already.
/// Thread-safe.
/// </summary>
internal sealed class Deliveries(IMessages messages, IMetrics metrics) : IAsyncDisposable
{
    /// <summary>How much of one task may wait. Runners that ask how far the client is send less at a time.</summary>
    private const int MostWaiting = 100;

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);

    /// <summary>Sends something, now or when there is room.</summary>
    /// <param name="task">The task that it is of.</param>
    /// <param name="frames">What is sent.</param>
    /// <param name="isNews">Whether it has to come; what only says again how far the task is, is left out while other things wait.</param>
    /// <param name="taken">Called later, if it is sent later, or the client has gone.</param>
    public Delivery Send(string task, Multipart frames, bool isNews, Action taken)
    {
        lock (gate)
        {
            if (lines.TryGetValue(task, out var line))
            {
                if (!isNews)
                {
                    return Delivery.Waits;
                }

                if (line.Waiting.Count >= MostWaiting)
                {
                    metrics.CountDropped(DropReasons.PeerQueueFull, 1, frames.ContentLength);
                    return Delivery.Dropped;
                }

                line.Waiting.Enqueue((frames, taken));
                return Delivery.Waits;
            }

            var sending = SendAsync(frames);
            if (sending.IsCompleted)
            {
                return Delivery.Taken;
            }

            line = lines[task] = new Line();
            line.Emptying = EmptyAsync(task, line, sending, taken);
            return Delivery.Waits;
        }
    }

    /// <summary>Drops what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        Line[] left;
        lock (gate)
        {
            left = [.. lines.Values];
        }

        await stopping.CancelAsync();
        await Task.WhenAll(left.Select(line => line.Emptying));
    }

    private async Task EmptyAsync(string task, Line line, Task sending, Action taken)
    {
        while (true)
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            taken();
            lock (gate)
            {
                if (!line.Waiting.TryDequeue(out var next))
                {
                    lines.Remove(task);
                    return;
                }

                sending = SendAsync(next.Frames);
                taken = next.Taken;
            }
        }
    }

    /// <summary>What can't be sent is counted; whoever asks hears of the task.</summary>
    private async Task SendAsync(Multipart frames)
    {
        try
        {
            await messages.ReturnAsync(frames, stopping.Token);
        }
        catch (Exception lost) when (lost is PeerGoneException or OperationCanceledException)
        {
            // There is nothing to wait for any more.
        }
    }

    private sealed class Line
    {
        public Queue<(Multipart Frames, Action Taken)> Waiting { get; } = new();

        public Task Emptying { get; set; } = Task.CompletedTask;
    }
}
