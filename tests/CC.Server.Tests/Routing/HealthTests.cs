using System.Diagnostics;
using CC.Sdk.Testing.Fakes;
using CC.Server.Routing;

namespace CC.Server.Tests.Routing;

public sealed class HealthTests
{
    private readonly ManualTime time = new();

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void As_many_failures_in_a_row_as_are_allowed_are_too_many()
    {
        var health = new Health(new HealthLimits(3, 0, TimeSpan.Zero, 0), time);

        Assert.Equal([null, null, "3 calls in a row have failed, the last one: x"], Enumerable.Range(0, 3).Select(_ => Fail(health)));
        Assert.Equal((3, 3, ("x", Now)), (health.Calls, health.Errors, health.LastError!.Value));
    }

    [Fact]
    public void A_call_that_succeeds_begins_a_new_row()
    {
        var health = new Health(new HealthLimits(3, 0, TimeSpan.Zero, 0), time);

        var verdicts = Enumerable.Range(0, 20).Select(i =>
        {
            if (i % 3 == 2)
            {
                health.Succeeded();
                return null;
            }

            return Fail(health);
        });

        Assert.All(verdicts, Assert.Null);
    }

    [Fact]
    public void A_rate_of_failures_is_too_high_once_there_are_enough()
    {
        var health = new Health(new HealthLimits(10, 50, TimeSpan.Zero, 0), time);
        var verdicts = new List<string?>();
        for (var i = 0; i < 10; i++)
        {
            health.Succeeded();
            verdicts.Add(Fail(health));
        }

        Assert.All(verdicts[..9], Assert.Null);
        Assert.Equal("10 of 20 calls within 60 s have failed, the last one: x", verdicts[9]);
    }

    [Fact]
    public void A_rate_is_heeded_even_where_any_number_may_fail_in_a_row()
    {
        var health = new Health(new HealthLimits(0, 50, TimeSpan.Zero, 0), time);

        var verdicts = Enumerable.Range(0, 10).Select(_ => Fail(health)).ToArray();

        Assert.All(verdicts[..9], Assert.Null);
        Assert.Equal("10 of 10 calls within 60 s have failed, the last one: x", verdicts[9]);
    }

    [Fact]
    public void A_rate_is_that_of_the_last_minute_and_not_of_all_calls()
    {
        var health = new Health(new HealthLimits(0, 50, TimeSpan.Zero, 0), time);
        for (var i = 0; i < 1000; i++)
        {
            health.Succeeded();
        }

        var early = Enumerable.Range(0, 9).Select(_ => Fail(health)).ToArray();
        time.Advance(Health.Window + TimeSpan.FromSeconds(1));
        var late = Enumerable.Range(0, 10).Select(_ => Fail(health)).ToArray();

        Assert.All(early.Concat(late[..9]), Assert.Null);
        Assert.Equal("10 of 10 calls within 60 s have failed, the last one: x", late[9]);
    }

    [Fact]
    public void Without_limits_nothing_is_too_much()
    {
        var health = new Health(HealthLimits.None, time);

        Assert.All(Enumerable.Range(0, 1000).Select(_ => Fail(health)), Assert.Null);
        health.Began(Call(secondsAgo: 1));
        Assert.Null(health.Look());
    }

    [Fact]
    public void A_call_that_does_not_return_uses_up_one_budget_after_the_other()
    {
        var health = new Health(new HealthLimits(0, 0, TimeSpan.FromSeconds(1), 3), time);
        var two = new Health(new HealthLimits(0, 0, TimeSpan.FromSeconds(1), 3), time);

        health.Began(Call(secondsAgo: 3));
        two.Began(Call(secondsAgo: 2));

        Assert.Contains("a budget of 1 s was exceeded 3 times in a row", health.Look(), StringComparison.Ordinal);
        Assert.Null(two.Look());
        Assert.Null(two.Look());
    }

    [Fact]
    public void A_call_that_returns_in_time_begins_a_new_row_of_overruns()
    {
        var health = new Health(new HealthLimits(0, 0, TimeSpan.FromHours(1), 2), time);
        const int HourAgo = 3601;

        Assert.Null(health.Ended(Call(HourAgo), null, Now));
        Assert.Null(health.Ended(Call(), null, Now));
        Assert.Null(health.Ended(Call(HourAgo), null, Now));
        Assert.NotNull(health.Ended(Call(HourAgo), null, Now));
    }

    private static string? Fail(Health health) => health.Ended(Call(), "x", Now);

    private static CallUnderWay Call(int secondsAgo = 0) => new(0, Stopwatch.GetTimestamp() - (secondsAgo * Stopwatch.Frequency));
}
