namespace CC.Sdk.Testing.Fakes;

/// <summary>A clock that stands still until a test moves it; its timers fire as it passes them, on the moving thread. Thread-safe.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, through each timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = end;
        }
    }

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                now = next.Due > now ? next.Due : now;
                next.Schedule();
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                period = every;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.now + dueTime;
                    time.timers.Add(this);
                }
            }

            return true;
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
