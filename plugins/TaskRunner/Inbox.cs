using System.Threading.Channels;
using CC.Sdk;

namespace CC.Plugins.TaskRunner;

/// <summary>What waits for the runner's loop. What comes from outside is bounded; of what tasks tell, <see cref="TaskRunning"/> sees to that. Thread-safe but for reading.</summary>
internal sealed class Inbox(IMetrics metrics)
{
    private const int MostArrived = 10_000;

    private readonly Channel<Turn> turns = Channel.CreateUnbounded<Turn>(new UnboundedChannelOptions { SingleReader = true });
    private int arrived;

    public void Post(Turn turn) => turns.Writer.TryWrite(turn);

    /// <summary>Takes a message; clients send again what is dropped here.</summary>
    public ValueTask ArriveAsync(Message message)
    {
        if (Interlocked.Increment(ref arrived) > MostArrived)
        {
            Interlocked.Decrement(ref arrived);
            metrics.CountDropped(RunnerContext.QueueFull, 1, message.ContentLength);
            return default;
        }

        Post(new Arrived(message.Detach()));
        return default;
    }

    public bool TryTake(out Turn turn)
    {
        if (!turns.Reader.TryRead(out turn!))
        {
            return false;
        }

        if (turn is Arrived)
        {
            Interlocked.Decrement(ref arrived);
        }

        return true;
    }

    /// <summary>Waits until there is something, or the time is over, or it is cancelled.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (limit > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var something = turns.Reader.WaitToReadAsync(enough.Token).AsTask();
            await ((Task)something).WaitAsync(limit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await enough.CancelAsync();
            await ((Task)something).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
