using CC.Supervision.Jobs;
using CC.Supervision.Stats;

namespace CC.Supervision.Health;

/// <summary>Looks now and then for processes that use more memory than their job allows.</summary>
/// <param name="time">The clock.</param>
/// <param name="limited">The processes that have a limit.</param>
/// <param name="exceeded">Told of one that uses more, and how much.</param>
internal sealed class MemoryWatch(TimeProvider time, Func<IReadOnlyList<(Job Job, Copy Copy)>> limited, Action<Job, Copy, long> exceeded) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private ITimer? timer;

    /// <summary>Begins, when the first job has a limit. One caller at a time.</summary>
    public void Begin() => timer ??= time.CreateTimer(_ => Look(), null, Period, Period);

    public void Dispose() => timer?.Dispose();

    private void Look()
    {
        foreach (var (job, copy) in limited())
        {
            if (copy.Sampler.Look() is ProcessStats stats && stats.TreeRss > copy.Job.MemoryLimit)
            {
                exceeded(job, copy, stats.TreeRss);
            }
        }
    }
}
