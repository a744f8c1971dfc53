using CC.Cli.Jobs;
using CC.Cli.Output;

namespace CC.Cli.Tests.Jobs;

public sealed class OutputLineTests
{
    private static readonly DateTimeOffset Noon = new(new DateTime(2026, 1, 2, 12, 0, 0, DateTimeKind.Local));

    [Fact]
    public void Lines_of_all_jobs_begin_at_one_place()
    {
        var lines = new OutputLine(hasColours: false);
        lines.MakeRoom("app.worker.10".Length);

        Assert.Equal("12:00:00 app.web.1     | a\n12:00:00 app.web.1     | b c", lines.Format(Noon, "app.web", 1, "a\nb\tc"));
        Assert.Equal("12:00:00 app.worker.10 | a", lines.Format(Noon, "app.worker", 10, "a"));
        Assert.Equal("12:00:00 app.longest.100 | a", lines.Format(Noon, "app.longest", 100, "a"));
        Assert.Equal("12:00:00 app.web.1       | a", lines.Format(Noon, "app.web", 1, "a"));
    }

    [Fact]
    public void Each_job_has_a_colour_of_its_own()
    {
        var lines = new OutputLine(hasColours: true);

        Assert.Equal("\e[36m12:00:00 a.1 | \e[0mx", lines.Format(Noon, "a", 1, "x"));
        Assert.Equal("\e[33m12:00:00 b.2 | \e[0mx", lines.Format(Noon, "b", 2, "x"));
        Assert.Equal("\e[36m12:00:00 a.3 | \e[0mx", lines.Format(Noon, "a", 3, "x"));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(0.4, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(61.0, "1m01s")]
    [InlineData(7262.0, "2h01m")]
    [InlineData(90000.0, "1d01h")]
    public void A_time_has_its_two_largest_units(double? seconds, string expected) => Assert.Equal(expected, Words.Duration(seconds));
}
