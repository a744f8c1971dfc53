using System.Text;
using CC.Plugins.JobMgr.Programs;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.JobMgr.Programs;

public sealed class OutputTests
{
    private readonly RecordingLogger<OutputLog> logger = new();
    private readonly FakeMetrics metrics = new();

    [Fact]
    public void Lines_are_whole_however_they_come()
    {
        var lines = new OutputLines(limit: 10);

        Assert.Empty(lines.Take("on"u8));
        Assert.Equal([("one", 0), ("", 0), ("two", 0)], lines.Take("e\n\ntwo\r\nth"u8).ToArray());
        Assert.Equal([("th", 0)], lines.Rest());
    }

    [Fact]
    public void A_character_may_come_in_pieces()
    {
        var lines = new OutputLines(limit: 10);
        var octets = Encoding.UTF8.GetBytes("ä\n");

        Assert.Empty(lines.Take(octets.AsSpan(0, 1)));
        Assert.Equal([("ä", 0)], lines.Take(octets.AsSpan(1)).ToArray());
    }

    [Fact]
    public void A_line_without_end_takes_no_memory()
    {
        var lines = new OutputLines(limit: 3);

        Assert.Empty(lines.Take("abcdef"u8));
        Assert.Equal([("abc", 4), ("x", 0)], lines.Take("g\nx\n"u8).ToArray());
    }

    [Fact]
    public void What_a_terminal_would_obey_is_made_visible() => Assert.Equal([("a?[31mb\tc", 0)], new OutputLines(20).Take("a\e[31mb\tc\n"u8).ToArray());

    [Fact]
    public void A_flood_is_cut_off_and_counted_and_its_end_remembered()
    {
        var text = string.Concat(Enumerable.Range(1, OutputLog.Lines + 7).Select(number => $"line {number}\n"));
        var log = new OutputLog("d:one", metrics, new ManualTime(), logger);

        log.Take(Encoding.UTF8.GetBytes(text));
        log.End();

        Assert.Equal(OutputLog.Lines, logger.Lines.Count(line => line.Level == LogLevel.Information));
        Assert.Single(logger.Lines, line => line.Level == LogLevel.Warning);
        Assert.Equal("d:one: line 1", logger.Lines.First().Text);
        Assert.Equal(": line 1005 / line 1006 / line 1007", log.LastWords);
        Assert.Equal(7, metrics["count.dropped.output-flood"]);
    }
}
