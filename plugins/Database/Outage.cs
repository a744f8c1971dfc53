namespace CC.Plugins.Database;

/// <summary>
/// Remembers since when the database can't be reached. For as long as a call may wait, calls wait for it to come back; after that, one a second tries, those that come right behind it wait a moment for
/// what it finds, and all others fail at once, so that nothing piles up. Thread-safe.
/// </summary>
internal sealed class Outage(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>A database that is there takes no longer to say so, and one that is silent holds up no more than those.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);

    private readonly Lock gate = new();
    private TaskCompletionSource tried = new();
    private long? since;
    private long lastTry;

    /// <summary>Whether a call should try to connect.</summary>
    public async ValueTask<bool> MayTryAsync(CancellationToken cancellationToken)
    {
        Task trying;
        TimeSpan left;
        lock (gate)
        {
            if (!IsLong())
            {
                return true;
            }

            if (time.GetElapsedTime(lastTry) >= BetweenTries)
            {
                lastTry = time.GetTimestamp();
                tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return true;
            }

            trying = tried.Task;
            left = Moment - time.GetElapsedTime(lastTry);
        }

        if (trying.IsCompleted || left <= TimeSpan.Zero)
        {
            return false;
        }

        await trying.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return MayWait();
    }

    /// <summary>Whether a call may wait a little, and then try again.</summary>
    public bool MayWait()
    {
        lock (gate)
        {
            return !IsLong();
        }
    }

    /// <summary>A try has failed. True the first time.</summary>
    public bool Begin()
    {
        lock (gate)
        {
            var isFirst = since is null;
            since ??= time.GetTimestamp();
            lastTry = time.GetTimestamp();
            tried.TrySetResult();
            return isFirst;
        }
    }

    /// <summary>A try has succeeded. True if it is the first after others have failed.</summary>
    public bool End()
    {
        lock (gate)
        {
            var isOver = since is not null;
            since = null;
            tried.TrySetResult();
            return isOver;
        }
    }

    private bool IsLong() => since is { } start && time.GetElapsedTime(start) >= limit;
}
