using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>Which place is given, dropped, and waited for how long.</summary>
public sealed class PlacesTests
{
    private static readonly Backoff Rules = new() { Initial = TimeSpan.FromSeconds(1), Cap = TimeSpan.FromSeconds(30), Jitter = 0 };

    private readonly Places places = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_greatest_in_which_nothing_runs_is_dropped_first(bool isFinished)
    {
        for (var place = 0; place < 5; place++)
        {
            places.TakeLowest();
        }

        Leave(1, isFinished);
        Leave(3, isFinished);
        Leave(2, !isFinished);

        Assert.Equal([3, 2, 1], Enumerable.Range(0, 3).Select(_ => Dropped()));
    }

    [Fact]
    public void Nothing_is_started_any_more_where_one_was_dropped()
    {
        var started = new List<int>();
        var timers = new HeldTimers();
        foreach (var place in (int[])[0, 1])
        {
            places.Wait(place, new Later(timers, new Lock(), TimeSpan.Zero, () => started.Add(place)));
        }

        places.DropWaiting();

        timers.Fire();
        Assert.Equal([0], started);
    }

    [Fact]
    public void After_an_end_the_next_is_at_once_and_after_a_refusal_it_is_not()
    {
        places.NoteEnd(0, TimeSpan.Zero, Rules);
        places.NoteRefusal(1);

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(1)), (places.Delay(0, Rules), places.Delay(1, Rules)));
    }

    [Fact]
    public void Each_refusal_counts_as_two_ends()
    {
        var waits = Enumerable.Range(0, 4).Select(_ =>
        {
            places.NoteRefusal(0);
            return places.Delay(0, Rules).TotalSeconds;
        });

        Assert.Equal([1, 4, 16, 30], waits);
    }

    /// <summary>Which place can be taken once one was dropped.</summary>
    private int Dropped()
    {
        places.DropWaiting();
        return places.TakeLowest();
    }

    private void Leave(int place, bool isFinished)
    {
        if (isFinished)
        {
            places.Finish(place);
        }
        else
        {
            places.Wait(place, new Later(TimeProvider.System, new Lock(), Timeout.InfiniteTimeSpan, () => { }));
        }
    }

    private sealed class HeldTimers : TimeProvider
    {
        private readonly List<TimerCallback> due = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            due.Add(callback);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Fire() => due.ForEach(callback => callback(null));
    }
}
