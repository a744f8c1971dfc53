using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;

namespace CC.Server.Tests.Diagnostics;

public sealed class OncePerIntervalTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ManualTime time = new();
    private readonly OncePerInterval quiet;

    public OncePerIntervalTests() => quiet = new OncePerInterval(Interval, time);

    [Fact]
    public void Each_kind_has_its_turn_once_per_interval()
    {
        bool[] first = [quiet.IsTime("a"), quiet.IsTime("a"), quiet.IsTime("b")];
        time.Advance(Interval);
        bool[] second = [quiet.IsTime("a"), quiet.IsTime("a")];

        Assert.Equal([true, false, true], first);
        Assert.Equal([true, false], second);
    }

    [Fact]
    public void Kinds_beyond_the_limit_are_silent_until_old_ones_are_forgotten()
    {
        for (var i = 0; i < OncePerInterval.MaxKinds; i++)
        {
            Assert.True(quiet.IsTime($"{i}"));
        }

        Assert.False(quiet.IsTime("one more"));
        time.Advance(Interval);
        Assert.True(quiet.IsTime("one more"));
    }

    [Fact]
    public async Task Of_several_at_once_one_has_the_turn()
    {
        const int Threads = 4;
        const int Rounds = 20_000;
        using var barrier = new Barrier(Threads, _ => time.Advance(Interval));
        var turns = 0;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(Race, TaskCreationOptions.LongRunning)));

        Assert.Equal(Rounds, turns);

        void Race()
        {
            for (var i = 0; i < Rounds; i++)
            {
                barrier.SignalAndWait();
                Interlocked.Add(ref turns, quiet.IsTime("a") ? 1 : 0);
            }
        }
    }
}
