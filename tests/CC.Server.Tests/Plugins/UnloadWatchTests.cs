using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class UnloadWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly ManualTime time = new();
    private int collections;

    [Fact]
    public async Task A_build_that_is_pinned_is_looked_at_seldom_and_nothing_is_collected_for_it()
    {
        var held = SpecimenPlugin.Load();
        await using var watch = new UnloadWatch(time, () => Limit, _ => { }, () => Interlocked.Increment(ref collections));
        watch.Add(new RetiredBuild(held, time, hasServed: true));

        await PinAsync(watch);
        var before = collections;
        for (var i = 0; i < 10; i++)
        {
            await PassAsync(UnloadWatch.PauseWhilePinned);
        }

        await WaitsAsync(UnloadWatch.PauseWhilePinned);
        Assert.InRange(before, 1, int.MaxValue);
        Assert.Equal(before, collections);
        GC.KeepAlive(held.Components[0].Type);
    }

    [Fact]
    public async Task Another_one_that_leaves_is_seen_out_at_the_usual_pace_though_one_is_pinned()
    {
        var (held, next) = (SpecimenPlugin.Load(), SpecimenPlugin.Load());
        await using var watch = new UnloadWatch(time, () => Limit, _ => { }, () => Interlocked.Increment(ref collections));
        watch.Add(new RetiredBuild(held, time, hasServed: true));
        await PinAsync(watch);

        watch.Add(new RetiredBuild(next, time, hasServed: true));

        await Eventually.TrueAsync(() => time.Waiting is [var pause] && pause < TimeSpan.FromMilliseconds(50), () => "It is looked at seldom.");
        GC.KeepAlive((held.Components[0].Type, next.Components[0].Type));
    }

    [Fact]
    public async Task One_whose_last_use_ends_after_it_was_given_up_is_seen_out_as_any_other()
    {
        var held = SpecimenPlugin.Load();
        var use = held.Uses.Begin("the daemon of [d] has not ended");
        var told = new List<PluginState>();
        await using var watch = new UnloadWatch(time, () => Limit * 10, build => told.Add(build.State), () => Interlocked.Increment(ref collections));
        watch.Add(new RetiredBuild(held, time, hasServed: true));
        await PinAsync(watch);
        Assert.Equal(0, collections);

        use.Dispose();
        await PassAsync(UnloadWatch.PauseWhilePinned);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(time.Waiting is [var pause] && pause < UnloadWatch.PauseWhilePinned ? pause : TimeSpan.Zero);
                return collections > 0;
            },
            () => "Nothing is collected for it.");
        var state = watch.Leaving.Single().State;
        await PinAsync(watch);

        Assert.Equal(PluginState.Draining, state);
        Assert.Equal([PluginState.Pinned, PluginState.Pinned], told);
        GC.KeepAlive(held.Components[0].Type);
    }

    /// <summary>Lets time pass until the one build is given up.</summary>
    private async Task PinAsync(UnloadWatch watch)
    {
        while (watch.Leaving.Single().State != PluginState.Pinned)
        {
            await Eventually.TrueAsync(() => time.Waiting is not [], () => "Nobody waits.");
            time.Advance(time.Waiting[0]);
        }

        await WaitsAsync(UnloadWatch.PauseWhilePinned);
    }

    private async Task PassAsync(TimeSpan pause)
    {
        await WaitsAsync(pause);
        time.Advance(pause);
    }

    private Task WaitsAsync(TimeSpan pause) => Eventually.TrueAsync(() => time.Waiting is [var only] && only == pause, () => $"It waits {string.Join(", ", time.Waiting)}.");
}
