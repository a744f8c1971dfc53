using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Diagnostics;

public sealed class StatisticsReporterTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Counters counters = new();
    private readonly RecordingLogger<StatisticsReporter> logger = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Logs_what_was_counted_in_each_period_sorted_and_a_quiet_one_not_at_all()
    {
        await using var reporter = Reporter(logsLine: true);
        counters.Named("count").Add(2);
        counters.Named("bytes").Add(30);
        time.Advance(Period);
        counters.Named("count").Add(1);
        time.Advance(Period);
        time.Advance(Period);

        Assert.Equal([(LogLevel.Information, "{bytes: 30, count: 2}"), (LogLevel.Information, "{count: 1}")], logger.Lines);
    }

    [Fact]
    public async Task The_last_period_is_told_at_the_end()
    {
        var reporter = Reporter(logsLine: true);
        counters.Named("count").Add(2);

        await reporter.DisposeAsync();
        time.Advance(Period);

        Assert.Equal("{count: 2}", Assert.Single(logger.Lines).Text);
    }

    [Fact]
    public async Task Without_a_line_and_a_file_nothing_runs()
    {
        await using var reporter = Reporter(logsLine: false);

        Assert.Empty(time.Waiting);
    }

    [Fact]
    public async Task Level_0_writes_no_file()
    {
        await using var reporter = Reporter(logsLine: true, level: 0);
        time.Advance(Period);

        Assert.False(File.Exists(folder["info"]));
    }

    [Fact]
    public async Task Level_1_tells_of_the_process()
    {
        await using var reporter = Reporter(logsLine: false, level: 1);
        counters.Named("count").Add(2);
        time.Advance(Period);

        var lines = File.ReadAllLines(folder["info"]);
        Assert.Equal(
            ["name", "version", "service", "pid", "started", "status", "time-consumed", "info-period", "info-written", "platform", "runtime", "zmq", ""],
            lines.Select(line => line.Split(':')[0]));
        Assert.Equal(["name: cc", "service: ccserver", $"pid: {Environment.ProcessId}"], [lines[0], lines[2], lines[3]]);
        Assert.Equal("started: 1767225600.000 (2026-01-01 00:00:00 +00:00)", lines[4]);
        Assert.Equal("info-period: 30", lines[7]);
        Assert.Equal("info-written: 1767225630.000 (2026-01-01 00:00:30 +00:00)", lines[8]);
    }

    [Fact]
    public async Task Level_2_tells_of_totals_and_the_latest_period_too()
    {
        await using var reporter = Reporter(logsLine: false, level: 2);
        counters.Named("count").Add(2);
        counters.Named("bytes").Add(9);
        time.Advance(Period);
        counters.Named("count").Add(1);
        time.Advance(Period);

        Assert.Equal(["", "[total]", "bytes: 9", "count: 3", "", "[latest]", "count: 1", ""], File.ReadAllLines(folder["info"])[12..]);
    }

    [Fact]
    public async Task Level_3_tells_of_running_averages_too()
    {
        await using var reporter = Reporter(logsLine: false, level: 3);
        counters.Named("count").Add(12);
        time.Advance(Period);

        Assert.Equal(["[avg:60]", "count: 12 2 0.4", ""], File.ReadAllLines(folder["info"])[19..22]);
    }

    [Fact]
    public async Task The_file_is_whole_whenever_it_is_read()
    {
        await using var reporter = Reporter(logsLine: false, level: 2);
        time.Advance(Period);

        Assert.Equal(["info"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_is_mentioned_once_and_again_after_it_could_be()
    {
        var path = Path.Combine(folder.Folder("away"), "info");
        await using var reporter = new StatisticsReporter(new ReportModel("cc", false, Period, path, 2), counters, time, logger);
        Directory.Delete(folder["away"]);
        time.Advance(Period * 3);
        folder.Folder("away");
        time.Advance(Period);
        var written = File.Exists(path);
        Directory.Delete(folder["away"], recursive: true);
        time.Advance(Period * 3);

        Assert.True(written);
        Assert.Equal(2, logger.Lines.Count);
        Assert.All(logger.Lines, line => Assert.StartsWith($"infofile = {path} can't be written: ", line.Text, StringComparison.Ordinal));
    }

    private StatisticsReporter Reporter(bool logsLine, int level = 0) =>
        new(new ReportModel("cc", logsLine, Period, folder["info"], level), counters, time, logger);
}
