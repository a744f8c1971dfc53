namespace CC.Sdk.Testing.Fakes;

/// <summary>A clock that stands still until a test moves it; its timers fire as it passes them, on the moving thread. Thread-safe.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan passed;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long from now each timer fires, the next one first. A test that waits for what is under test to wait looks here.</summary>
    public IReadOnlyList<TimeSpan> Waiting
    {
        get
        {
            lock (gate)
            {
                return [.. timers.Select(timer => timer.Due - passed).Order()];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return passed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, through each timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (gate)
        {
            end = passed + by;
        }

        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            PassUntil(end);
        }
    }

    /// <summary>Sets the clock as an administrator would: what it shows changes, and no time passes.</summary>
    public void SetUtcNow(DateTimeOffset moment)
    {
        lock (gate)
        {
            now = moment;
        }
    }

    private ManualTimer? NextDue(TimeSpan end)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                PassUntil(next.Due);
                next.Schedule();
            }

            return next;
        }
    }

    private void PassUntil(TimeSpan moment)
    {
        if (moment > passed)
        {
            now += moment - passed;
            passed = moment;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;
        private bool disposed;

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                period = every;
                if (!disposed && dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.passed + dueTime;
                    time.timers.Add(this);
                }

                return !disposed;
            }
        }

        /// <summary>Sets the next time, or none; called with the lock held.</summary>
        public void Schedule()
        {
            if (period > TimeSpan.Zero)
            {
                Due += period;
            }
            else
            {
                time.timers.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time.gate)
            {
                disposed = true;
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
