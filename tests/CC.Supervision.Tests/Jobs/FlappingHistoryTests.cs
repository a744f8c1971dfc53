using CC.Supervision.Jobs;

namespace CC.Supervision.Tests.Jobs;

/// <summary>When a job's ends are too many: gaffer's rules as they were meant. DEF-13.</summary>
public sealed class FlappingHistoryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private FlappingHistory history = FlappingHistory.Empty;
    private TimeSpan now;

    [Fact]
    public void With_the_defaults_it_is_given_up_after_five_pauses_in_a_row()
    {
        var rules = new Flapping();

        var verdicts = Enumerable.Range(0, 12).Select(number => After(rules, number % 2 == 0 ? rules.RetryIn : 0.1 * Second, uptime: 0.1 * Second)).ToArray();

        FlappingVerdict[] round = [FlappingVerdict.GoOn, FlappingVerdict.Pause];
        Assert.Equal([.. round, .. round, .. round, .. round, .. round, FlappingVerdict.GoOn, FlappingVerdict.GiveUp], verdicts);
    }

    [Fact]
    public void One_that_has_lasted_begins_the_row_anew()
    {
        var rules = new Flapping { MaxRetry = 1 };
        Assert.Equal([FlappingVerdict.GoOn, FlappingVerdict.Pause], [After(rules, Second, Second), After(rules, 0.1 * Second, 0.1 * Second)]);

        Assert.Equal(FlappingVerdict.GoOn, After(rules, 100 * Second, 100 * Second));
        Assert.Equal(FlappingVerdict.GoOn, After(rules, 100 * Second, 100 * Second));

        Assert.Equal(FlappingVerdict.Pause, After(rules, 0.1 * Second, 0.1 * Second));
    }

    [Fact]
    public void More_attempts_than_pauses_do_not_switch_it_off()
    {
        var rules = new Flapping { Attempts = 4, MaxRetry = 1, Window = Second };

        var verdicts = Enumerable.Range(0, 8).Select(_ => After(rules, 0.1 * Second, 0.1 * Second)).ToArray();

        FlappingVerdict[] three = [FlappingVerdict.GoOn, FlappingVerdict.GoOn, FlappingVerdict.GoOn];
        Assert.Equal([.. three, FlappingVerdict.Pause, .. three, FlappingVerdict.GiveUp], verdicts);
    }

    [Fact]
    public void Of_a_single_attempt_its_own_time_counts()
    {
        var rules = new Flapping { Attempts = 1, MaxRetry = 0 };

        Assert.Equal(FlappingVerdict.GoOn, After(rules, 2 * Second, uptime: 2 * Second));
        Assert.Equal(FlappingVerdict.GiveUp, After(rules, 2 * Second, uptime: 0.5 * Second));
    }

    [Fact]
    public void Without_rules_nothing_is_too_often() => Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(FlappingVerdict.GoOn, After(null, TimeSpan.Zero, TimeSpan.Zero)));

    private FlappingVerdict After(Flapping? rules, TimeSpan pause, TimeSpan uptime)
    {
        now += pause;
        (var verdict, history) = history.Decide(rules, now, uptime);
        return verdict;
    }
}
