using System.Text.RegularExpressions;
using CC.Cli.Logs;
using CC.Sdk.Bodies;

namespace CC.Cli.Tests.Logs;

public sealed class LogFilterTests
{
    private static readonly LogFilter All = new(0, null, null, null);

    private static LogRecord Record { get; } = new()
    {
        Req = "log.warning",
        Hostname = "web1",
        JobName = "cclocal.d:logtail",
        LogLevel = "WARNING",
        LogMsg = "the disk is nearly full",
        LogTime = 1353596401.25,
    };

    [Theory]
    [InlineData("INFO", true)]
    [InlineData("warn", true)]
    [InlineData("ERROR", false)]
    public void A_level_admits_itself_and_what_is_above(string least, bool isAdmitted) => Assert.Equal(isAdmitted, (All with { LeastLevel = LogLevels.Rank(least) }).Admits(Record));

    [Fact]
    public void A_level_that_nobody_knows_counts_as_INFO()
    {
        var notice = Record with { LogLevel = "NOTICE" };

        Assert.True((All with { LeastLevel = LogLevels.Rank("INFO") }).Admits(notice));
        Assert.False((All with { LeastLevel = LogLevels.Rank("WARNING") }).Admits(notice));
    }

    [Theory]
    [InlineData("web1", null, true)]
    [InlineData("web*", null, true)]
    [InlineData("web", null, false)]
    [InlineData(null, "*.d:logtail", true)]
    [InlineData(null, "cclocal.d:*", true)]
    [InlineData(null, "ccother.*", false)]
    [InlineData("web2", "cclocal.*", false)]
    public void Machines_and_daemons_are_named_with_wildcards(string? host, string? job, bool isAdmitted) => Assert.Equal(isAdmitted, (All with { Host = host, Job = job }).Admits(Record));

    [Theory]
    [InlineData("nearly|almost", true)]
    [InlineData("^disk", false)]
    public void The_text_is_searched(string expression, bool isAdmitted) => Assert.Equal(isAdmitted, (All with { Text = new Regex(expression) }).Admits(Record));

    [Fact]
    public void A_line_is_that_of_locallogger()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(5.5), null, null);

        Assert.Equal("[cclocal.d:logtail@web1] 20:30:01,250 WARNING the disk is nearly full", LogLine.Format(Record, zone, hasColours: false));
        Assert.Equal("[@] --:--:--,--- INFO a\\nb", LogLine.Format(new LogRecord { Req = "log.info", LogLevel = "INFO", LogMsg = "a\nb" }, zone, hasColours: true));
        Assert.Equal("\e[31m", LogLine.Format(Record with { LogLevel = "ERROR" }, zone, hasColours: true)[..5]);
    }
}
