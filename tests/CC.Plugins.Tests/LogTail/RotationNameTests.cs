using CC.Plugins.LogTail;

namespace CC.Plugins.Tests.LogTail;

public sealed class RotationNameTests
{
    [Theory]
    [InlineData("app.log.1", true)]
    [InlineData("app.log-20260131", true)]
    [InlineData("app.log.2026-01-31_23:59:59", true)]
    [InlineData("app-2026-01-31.log", true)]
    [InlineData("app.1.log", true)]
    [InlineData("app.log", false)]
    [InlineData("app.log.gz", false)]
    [InlineData("app.log.1.gz", false)]
    [InlineData("app-error.log", false)]
    [InlineData("app.log.old", false)]
    [InlineData("app2.log", false)]
    [InlineData("other.log.1", false)]
    public void What_was_put_aside_is_known_by_its_name(string name, bool isAside) => Assert.Equal(isAside, RotationName.IsAside("app.log", name));

    [Fact]
    public void A_log_need_not_have_an_extension() => Assert.True(RotationName.IsAside("syslog", "syslog.1"));

    [Theory]
    [InlineData("app.log.copy", true)]
    [InlineData("app-old.log", true)]
    [InlineData("app.log", false)]
    [InlineData("other.log", false)]
    public void A_copy_starts_with_the_same_name(string name, bool mayBe) => Assert.Equal(mayBe, RotationName.MayBeCopy("app.log", name));

    [Theory]
    [InlineData("app.log.10", "app.log.9", "app.log.2", "app.log.1")]
    [InlineData("app.10.log", "app.9.log")]
    [InlineData("app.log-20251231", "app.log-20260130", "app.log-20260131")]
    [InlineData("app-2025-12-31.log", "app-2026-01-31.log")]
    [InlineData("app.log-20260131.1", "app.log-20260131.2")]
    public void Numbers_descend_from_the_oldest_and_dates_ascend(params string[] oldestFirst)
    {
        Assert.Equal(oldestFirst, oldestFirst.Order(RotationName.OldestFirst("app.log")));
        Assert.Equal(oldestFirst, oldestFirst.Reverse().Order(RotationName.OldestFirst("app.log")));
    }
}
