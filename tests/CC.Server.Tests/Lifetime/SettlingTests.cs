using CC.Sdk.Testing.Fakes;
using CC.Server.Lifetime;

namespace CC.Server.Tests.Lifetime;

public sealed class SettlingTests
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    private readonly ManualTime time = new();
    private readonly Settling settling;

    public SettlingTests() => settling = new Settling(time);

    [Fact]
    public void What_is_left_alone_for_long_enough_has_settled()
    {
        var first = Look(("a", "1"));
        time.Advance(Settle / 2);
        var second = Look(("a", "1"));
        time.Advance(Settle / 2);
        var third = Look(("a", "1"));

        Assert.Equal(("", Settle), first);
        Assert.Equal(("", Settle / 2), second);
        Assert.Equal(("a=1", null), third);
    }

    [Fact]
    public void Each_change_begins_the_wait_anew()
    {
        Look(("a", "1"));
        time.Advance(Settle);

        var changed = Look(("a", "2"));
        time.Advance(Settle);
        var settled = Look(("a", "2"));

        Assert.Equal(("", Settle), changed);
        Assert.Equal(("a=2", null), settled);
    }

    [Fact]
    public void One_that_never_settles_keeps_no_other_waiting()
    {
        Look(("a", "1"), ("b", "1"));
        time.Advance(Settle);

        Assert.Equal(("b=1", Settle), Look(("a", "2"), ("b", "1")));
    }

    [Fact]
    public void One_that_was_away_begins_anew()
    {
        Look(("a", "1"));
        time.Advance(Settle);
        Look();

        Assert.Equal(("", Settle), Look(("a", "1")));
    }

    private (string Settled, TimeSpan? Next) Look(params (string Name, string Glance)[] now)
    {
        var (settled, next) = settling.Look(now.ToDictionary(entry => entry.Name, entry => entry.Glance), Settle);
        return (string.Join(' ', settled.Select(entry => $"{entry.Key}={entry.Value}")), next);
    }
}
