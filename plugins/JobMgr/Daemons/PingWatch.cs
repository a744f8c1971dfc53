namespace CC.Plugins.JobMgr.Daemons;

/// <summary>Listens for one run of a daemon's signs of life: once there was one, the next must not be long in coming.</summary>
internal sealed class PingWatch : IDisposable
{
    private readonly Func<TimeSpan> patience;
    private readonly CancellationTokenSource cancelling;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private TimeSpan waited;
    private bool isDisposed;

    /// <param name="patience">How long a daemon may be silent, as the configuration has it by then; zero is for ever.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Ends the run for other reasons.</param>
    public PingWatch(Func<TimeSpan> patience, TimeProvider time, CancellationToken stopping)
    {
        this.patience = patience;
        cancelling = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Stop = cancelling.Token;
        timer = time.CreateTimer(_ => GiveUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the run is to end.</summary>
    public CancellationToken Stop { get; }

    /// <summary>How long the daemon has been silent, if it was too long.</summary>
    public TimeSpan? Silence { get; private set; }

    /// <summary>A sign of life.</summary>
    public void Ping()
    {
        lock (gate)
        {
            if (!isDisposed && Silence is null)
            {
                waited = patience();
                timer.Change(waited > TimeSpan.Zero ? waited : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
        }

        timer.Dispose();
        cancelling.Dispose();
    }

    private void GiveUp()
    {
        lock (gate)
        {
            if (isDisposed || Silence is not null)
            {
                return;
            }

            Silence = waited;
            cancelling.Cancel();
        }
    }
}
