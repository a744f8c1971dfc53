namespace CC.Supervision.Stats;

/// <summary>Looks at processes at an interval for as long as somebody wants to know, once for all who do.</summary>
/// <param name="time">The clock.</param>
/// <param name="running">The processes of a job that run now.</param>
internal sealed class Monitors(TimeProvider time, Func<string, IReadOnlyList<Sampler>> running) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly List<(string Job, Action<ProcessStats> Listener)> listeners = [];
    private ITimer? timer;

    /// <summary>Whether anybody wants to know.</summary>
    public bool IsActive => timer is not null;

    public void Add(string job, Action<ProcessStats> listener)
    {
        lock (gate)
        {
            listeners.Add((job, listener));
            timer ??= time.CreateTimer(_ => Look(), null, Interval, Interval);
        }
    }

    public void Remove(string job, Action<ProcessStats> listener)
    {
        lock (gate)
        {
            listeners.Remove((job, listener));
            if (listeners.Count == 0)
            {
                Stop();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            listeners.Clear();
            Stop();
        }
    }

    private void Stop()
    {
        timer?.Dispose();
        timer = null;
    }

    private void Look()
    {
        ILookup<string, Action<ProcessStats>> wanted;
        lock (gate)
        {
            wanted = listeners.ToLookup(entry => entry.Job, entry => entry.Listener);
        }

        foreach (var job in wanted)
        {
            foreach (var stats in running(job.Key).Select(process => process.Look()).OfType<ProcessStats>())
            {
                foreach (var listener in job)
                {
                    listener(stats);
                }
            }
        }
    }
}
