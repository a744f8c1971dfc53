using CC.Plugins.TailWriter;

namespace CC.Plugins.Tests.TailWriter;

public sealed class RotatedNameTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_name_has_the_time() => Assert.Equal("/d/a.2026-01-31_12-00-00", Next(Noon, null));

    [Fact]
    public void Within_a_second_names_are_numbered()
    {
        var first = Next(Noon, null);
        var second = Next(Noon, first);
        var third = Next(Noon, second);

        Assert.Equal(["/d/a.2026-01-31_12-00-00-001", "/d/a.2026-01-31_12-00-00-002"], [second, third]);
    }

    [Fact]
    public void Names_stay_in_order_when_the_clock_goes_back()
    {
        var first = Next(Noon, null);
        var second = Next(Noon.AddHours(-1), first);
        var third = Next(Noon.AddHours(1), second);

        Assert.Equal(new[] { first, second, third }.Order(StringComparer.Ordinal), [first, second, third]);
    }

    [Fact]
    public void A_name_that_is_taken_is_not_used_again() =>
        Assert.Equal("/d/a.2026-01-31_12-00-00-001", Next(Noon, null, taken: "/d/a.2026-01-31_12-00-00"));

    [Theory]
    [InlineData("/d/a.2026-01-31_12-00-00", true)]
    [InlineData("/d/a.2026-01-31_12-00-00-012", true)]
    [InlineData("/d/a.gz.2026-01-31_12-00-00", false)]
    [InlineData("/d/a", false)]
    [InlineData("/d/a.2026-01-31", false)]
    [InlineData("/d/ab.2026-01-31_12-00-00", false)]
    public void A_name_tells_what_it_was_made_for(string name, bool isOf) => Assert.Equal(isOf, RotatedName.IsOf(name, "/d/a"));

    private static string Next(DateTimeOffset time, string? newest, string? taken = null) => RotatedName.Next("/d/a", time, newest, name => name == taken);
}
