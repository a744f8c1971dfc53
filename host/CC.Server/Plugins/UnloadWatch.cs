namespace CC.Server.Plugins;

/// <summary>Sees builds that were let go out of memory, and says of those that do not go what holds them.</summary>
internal sealed class UnloadWatch : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How often to look whether one has gone that was given up; no collection is made for it.</summary>
    public static readonly TimeSpan PauseWhilePinned = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<RetiredBuild> leaving = [];
    private readonly TimeProvider time;
    private readonly Func<TimeSpan> limit;
    private readonly Action<RetiredBuild> changed;
    private readonly Action collect;
    private readonly CancellationTokenSource stopping = new();
    private readonly FinalizerProbe finalizers;
    private readonly Task loop;
    private TaskCompletionSource arrived = NewSignal();

    /// <param name="time">The clock.</param>
    /// <param name="limit">How long a build may take before it counts as pinned.</param>
    /// <param name="changed">Told when a build is gone, or pinned; a pinned one may still go later.</param>
    /// <param name="collect">Begins a collection; the runtime's, unless another one is given.</param>
    public UnloadWatch(TimeProvider time, Func<TimeSpan> limit, Action<RetiredBuild> changed, Action? collect = null)
    {
        this.time = time;
        this.limit = limit;
        this.changed = changed;
        this.collect = collect ?? Collect;
        finalizers = new FinalizerProbe(time);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Those that are not gone yet.</summary>
    public IReadOnlyList<RetiredBuild> Leaving
    {
        get
        {
            lock (gate)
            {
                return [.. leaving];
            }
        }
    }

    public void Add(RetiredBuild build)
    {
        lock (gate)
        {
            leaving.Add(build);
            arrived.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            var next = Next();
            if (AdvanceAll() is not { } isHopeful)
            {
                await next.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = FirstPause;
                continue;
            }

            if (isHopeful && Leaving.Any(build => build.IsReleased))
            {
                finalizers.Send();
                collect();
            }

            var length = isHopeful ? pause : PauseWhilePinned;
            await next.WaitAsync(length, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = next.IsCompleted ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    /// <summary>In the background, since a blocking one would hold up the messages; a context takes two, and its finalizers between them.</summary>
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);

    /// <summary>Completes when another one is added.</summary>
    private Task Next()
    {
        lock (gate)
        {
            if (arrived.Task.IsCompleted)
            {
                arrived = NewSignal();
            }

            return arrived.Task;
        }
    }

    /// <summary>Null if there is none; else whether any may go with the next collection.</summary>
    private bool? AdvanceAll()
    {
        foreach (var build in Leaving)
        {
            if (!build.Advance(isOverdue: build.Age >= limit(), areFinalizersStuck: finalizers.Delay >= limit() / 2))
            {
                continue;
            }

            changed(build); // First: who sees it no longer among those that leave is to find it counted.
            if (build.State == PluginState.Unloaded)
            {
                lock (gate)
                {
                    leaving.Remove(build);
                }
            }
        }

        var left = Leaving;
        return left is [] ? null : left.Any(build => build.State != PluginState.Pinned);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
