using CC.Plugins.Database;
using CC.Sdk.Testing.Fakes;

namespace CC.Handlers.Tests.Database;

public sealed class OutageTests
{
    private readonly ManualTime time = new();
    private readonly Outage outage;

    public OutageTests() => outage = new Outage(TimeSpan.FromSeconds(10), time);

    [Fact]
    public async Task Calls_wait_as_long_as_one_may_wait()
    {
        Assert.True(outage.Begin());
        time.Advance(TimeSpan.FromSeconds(9));

        Assert.False(outage.Begin());
        Assert.True(outage.MayWait());
        Assert.True(await MayTryAsync());
        Assert.True(await MayTryAsync());
    }

    [Fact]
    public async Task After_that_one_a_second_tries()
    {
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(outage.MayWait());
        Assert.True(await MayTryAsync());
        outage.Begin();
        Assert.False(await MayTryAsync());
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(await MayTryAsync());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(await MayTryAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Those_that_come_right_behind_the_one_that_tries_wait_for_what_it_finds(bool isBack)
    {
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await MayTryAsync());
        Task<bool>[] others = [MayTryAsync(), MayTryAsync()];
        var waited = others.All(other => !other.IsCompleted);

        _ = isBack ? outage.End() : outage.Begin();

        Assert.True(waited);
        Assert.All(await Task.WhenAll(others), may => Assert.Equal(isBack, may));
    }

    [Fact]
    public async Task A_silent_database_holds_up_only_those_for_a_moment()
    {
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await MayTryAsync());
        var behind = MayTryAsync();
        time.Advance(TimeSpan.FromSeconds(0.6));

        Assert.False(await behind);
        Assert.False(await MayTryAsync());
    }

    [Fact]
    public async Task A_connection_ends_it()
    {
        outage.Begin();
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.True(outage.End());
        Assert.False(outage.End());
        Assert.True(await MayTryAsync());
        Assert.True(await MayTryAsync());
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

    private Task<bool> MayTryAsync() => outage.MayTryAsync(TestContext.Current.CancellationToken).AsTask();
}
