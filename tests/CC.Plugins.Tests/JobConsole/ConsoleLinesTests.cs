using System.Text;
using CC.Plugins.JobConsole;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.JobConsole;

/// <summary>The lines of gaffer's console, 1.1 of its inventory.</summary>
public sealed class ConsoleLinesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("job.default.web.start", null, "12:00:05 default.web | start default.web\n")]
    [InlineData("job.default.web.stop", null, "12:00:05 default.web | stop default.web\n")]
    [InlineData("job.default.web.spawn", 3, "12:00:05 default.web | spawn process with pid 3\n")]
    [InlineData("job.default.web.reap", 3, "12:00:05 default.web | reap process with pid 3\n")]
    [InlineData("job.default.web.stop_process", 3, "12:00:05 default.web | stop_process process with pid 3\n")]
    [InlineData("job.default.web.exit", 3, "12:00:05 default.web | exit process with pid 3\n")]
    [InlineData("job.default.web.ready", 3, "")]
    [InlineData("job.default.web", null, "")]
    public void An_event_that_is_wanted_is_a_line(string name, int? pid, string line) =>
        Assert.Equal(line, Lines("colorize = no").OfAction(Event(name), new JobEvent("default.web", pid, null)));

    [Fact]
    public void Other_events_are_shown_when_they_are_asked_for() =>
        Assert.Equal("12:00:05 a.b.c | flap a.b.c\n", Lines("colorize = no\nactions = flap").OfAction(Event("job.a.b.c.flap"), new JobEvent("a.b.c", null, null)));

    [Fact]
    public void Output_is_a_line_for_each_that_is_not_blank_and_does_nothing_to_a_terminal() => Assert.Equal(
        "12:00:05 a.b | one\n12:00:05 a.b | [2Jtwo three\n",
        Lines("colorize = no").OfOutput(Event("output.a.b"), new JobEvent("a.b", 1, "  one \n\n \t \n\e[2Jtwo\tthree\r\n")));

    [Fact]
    public void Each_job_keeps_a_colour_and_after_twelve_they_begin_anew()
    {
        var lines = Lines("");

        var shown = Enumerable.Range(0, 13).Append(0).Select(number => lines.Line(Noon, $"a.{number}", "x")).ToArray();

        Assert.Equal("\e[36m12:00:05 a.0 | \e[0mx\n", shown[0]);
        Assert.Equal(["36", "33", "32", "35", "31", "34", "96", "93", "92", "95", "91", "94", "36", "36"], shown.Select(line => line[2..4]));
    }

    private static ConsoleLines Lines(string options) => new(OptionsOf.Section<JobConsoleOptions>(options), TimeZoneInfo.Utc);

    private static NodeEvent Event(string name) => new(name, Noon, Encoding.UTF8.GetBytes("{}"));
}
