using CC.Cli.Jobs;
using CC.Cli.Output;

namespace CC.Cli.Tests.Jobs;

public sealed class OutputLineTests
{
    private static readonly DateTimeOffset Noon = new(new DateTime(2026, 1, 2, 12, 0, 0, DateTimeKind.Local));

    [Fact]
    public void Lines_of_all_jobs_begin_at_one_place()
    {
        var lines = new OutputLine(Of(80, hasColours: false));
        lines.MakeRoom("app.worker.10".Length);

        Assert.Equal("12:00:00 app.web.1     | a\n12:00:00 app.web.1     | b\tc", lines.Format(Noon, "app.web", 1, "a\nb\tc"));
        Assert.Equal("12:00:00 app.worker.10 | a", lines.Format(Noon, "app.worker", 10, "a"));
        Assert.Equal("12:00:00 app.longest.100 | a", lines.Format(Noon, "app.longest", 100, "a"));
        Assert.Equal("12:00:00 app.web.1       | a", lines.Format(Noon, "app.web", 1, "a"));
    }

    [Fact]
    public void Each_job_has_a_colour_of_its_own()
    {
        var lines = new OutputLine(Of(80, hasColours: true));

        Assert.Equal("\e[36m12:00:00 a.1 | \e[0mx", lines.Format(Noon, "a", 1, "x"));
        Assert.Equal("\e[33m12:00:00 b.2 | \e[0mx", lines.Format(Noon, "b", 2, "x"));
        Assert.Equal("\e[36m12:00:00 a.3 | \e[0mx", lines.Format(Noon, "a", 3, "x"));
    }

    [Theory]
    [InlineData(null, false, "a\e[31mb\e[2Jc\rd\u202ee\tf\r", "a\e[31mb\e[2Jc\rd\u202ee\tf\r")]
    [InlineData(80, true, "a\e[31mb\e[2Jc\rd\u202ee\tf\r", "a\e[31mb\\x1b[2Jc\\rd\u202ee\tf\e[0m")]
    [InlineData(80, false, "a\e[31mb\e[0m\e]0;title\a\u009b2J", "ab\\x1b]0;title\\x07\\x9b2J")]
    public void What_processes_write_is_as_it_is_in_a_pipe_and_on_a_terminal_has_nothing_but_its_colours(int? width, bool hasColours, string line, string expected) =>
        Assert.Equal(expected, ProcessText.Line(line, Of(width, hasColours)));

    [Fact]
    public void A_label_has_nothing_that_a_terminal_acts_on()
    {
        var lines = new OutputLine(Of(null, hasColours: false));

        Assert.Equal(@"12:00:00 a\x1b[2J\u202eb.1 | x", lines.Format(Noon, "a\e[2J\u202eb", 1, "x"));
    }

    private static Terminal Of(int? width, bool hasColours) => new(TextWriter.Null, TextWriter.Null, width, hasColours);

    [Theory]
    [InlineData(null, "")]
    [InlineData(0.4, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(61.0, "1m01s")]
    [InlineData(7262.0, "2h01m")]
    [InlineData(90000.0, "1d01h")]
    public void A_time_has_its_two_largest_units(double? seconds, string expected) => Assert.Equal(expected, Words.Duration(seconds));
}
