using CC.Plugins.Database;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.Database;

public sealed class OutageTests
{
    private readonly ManualTime time = new();
    private readonly Outage outage;

    public OutageTests() => outage = new Outage(TimeSpan.FromSeconds(10), time);

    [Fact]
    public void Calls_wait_as_long_as_one_may_wait()
    {
        Assert.True(outage.Begin());
        time.Advance(TimeSpan.FromSeconds(9));

        Assert.False(outage.Begin());
        Assert.True(outage.MayWait());
        Assert.True(outage.MayTry());
        Assert.True(outage.MayTry());
    }

    [Fact]
    public void After_that_one_a_second_tries()
    {
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(outage.MayWait());
        Assert.True(outage.MayTry());
        Assert.False(outage.MayTry());
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(outage.MayTry());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(outage.MayTry());
        Assert.False(outage.MayTry());
    }

    [Fact]
    public void A_connection_ends_it()
    {
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(outage.End());
        Assert.False(outage.End());
        Assert.True(outage.MayTry());
        Assert.True(outage.MayTry());
        Assert.True(outage.MayWait());
        Assert.True(outage.Begin());
    }

    [Fact]
    public void A_connection_is_good_for_a_second_and_is_asked_once()
    {
        var recent = new Recent(time);
        recent.Add(1);
        recent.Add(2);

        Assert.True(recent.Take(1));
        Assert.False(recent.Take(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(recent.Take(2));
        Assert.False(recent.Take(3));
    }
}
