using System.Text;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Isolation;
using CC.Server.Messaging;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Isolation;

public sealed class ReportReceptionTests
{
    private const int Process = 4711;

    private readonly RecordingLoggers loggers = new();
    private readonly Counters counters = new();
    private readonly FakeEvents events = new();
    private readonly ChildOutput output = new(Orders.To("ipc:///node"), Process, TimeProvider.System);
    private readonly ReportReception reception;
    private readonly DaemonLog log;

    public ReportReceptionTests()
    {
        var traffic = new Traffic(counters, countTypes: false);
        var dispatcher = new Dispatcher(traffic, TimeProvider.System, loggers.CreateLogger("dispatcher"));
        var messages = new NodeMessages("testhost", TimeProvider.System, new LinkTable(), dispatcher.DispatchAsync, dispatcher.ForwardAsync, _ => true, (_, _) => default);
        log = new DaemonLog(dispatcher, messages, loggers, traffic, TimeProvider.System);
        reception = new ReportReception(log, counters, events, loggers, TimeProvider.System);
    }

    [Fact]
    public async Task What_a_process_reports_becomes_the_nodes_own()
    {
        using var reports = new MemoryStream();
        var theirs = new Counters();
        var writer = new ReportWriter(reports, theirs);
        writer.Log(LogLevel.Warning, new EventId(1, "Spoken"), DateTimeOffset.UnixEpoch, "it says hello");
        ((IMetrics)theirs).Counter("words").Add(3);
        writer.Count();
        new LinkedEvents(writer, new FakeMessages(), loggers.CreateLogger("d"), TimeProvider.System).Publish("test.happened", new DaemonEvent("d", 1, "because"), DaemonEventJson.Default.DaemonEvent);
        writer.Failed("the reason");

        await TakeAsync(reports.ToArray());

        Assert.Equal((LogLevel.Warning, "it says hello"), Assert.Single(loggers["d:test"].Lines));
        Assert.Equal(3, counters.Named("words").Value);
        var told = Assert.Single(events.Published);
        Assert.Equal(("test.happened", """{"section":"d","pid":1,"why":"because"}"""), (told.Name, Encoding.UTF8.GetString(told.Payload.Span)));
        Assert.Equal("\n  the reason", $"{output.Words}");
    }

    [Fact]
    public async Task A_line_whose_event_has_no_name_is_a_line_of_the_log()
    {
        using var reports = new MemoryStream();
        new ReportWriter(reports, new Counters()).Log(LogLevel.Warning, default, DateTimeOffset.UnixEpoch, "it says hello");

        await TakeAsync(reports.ToArray());

        Assert.Equal((LogLevel.Warning, "it says hello"), Assert.Single(loggers["d:test"].Lines));
    }

    [Theory]
    [InlineData("no JSON", "no JSON")]
    [InlineData("null", "null")]
    [InlineData("[1]", "[1]")]
    [InlineData("""{"Log":{"Level":3}}""", """{"Log":{"Level":3}}""")]
    [InlineData("""{"Log":{"Level":3,"Id":1,"Event":null,"Time":"2026-01-01T00:00:00Z","Text":null}}""", "\"Text\":null")]
    [InlineData("""{"Add":{"words":"many"}}""", "many")]
    [InlineData("\u001b[2J\ttext\r", "?[2J\ttext")]
    public async Task What_is_no_report_is_a_complaint(string line, string logged)
    {
        await TakeAsync(Encoding.UTF8.GetBytes($"{line}\n"));

        var (level, text) = Assert.Single(loggers["d:test"].Lines);
        Assert.Equal(LogLevel.Information, level);
        Assert.Contains(logged, text, StringComparison.Ordinal);
        Assert.Equal($"\n  {text}", $"{output.Words}");
    }

    [Fact]
    public async Task A_level_that_there_is_not_is_ignored()
    {
        await TakeAsync("""{"Log":{"Level":99,"Id":1,"Event":"E","Time":"2026-01-01T00:00:00Z","Text":"text"}}"""u8.ToArray());

        Assert.Empty(loggers["d:test"].Lines);
    }

    [Fact]
    public async Task What_a_process_writes_without_end_is_left_out_and_counted_and_told_of_once()
    {
        const int Floods = 5;
        var flood = string.Concat(Enumerable.Repeat("drop\n", OutputAllowance.Lines + Floods));

        await ComplainAsync(flood);

        Assert.Equal(OutputAllowance.Lines, loggers["d:test"].Lines.Count(line => line.Text == "drop"));
        Assert.Single(loggers["d:test"].Lines, line => line.Level == LogLevel.Warning);
        Assert.Equal((Floods, 4 * Floods), (counters.Named("count.dropped.output-flood").Value, counters.Named("bytes.dropped").Value));
    }

    [Fact]
    public async Task What_is_left_out_of_a_line_is_counted()
    {
        await ComplainAsync($"{new string('x', ReportReception.LongestComplaint + 7)}\n");

        Assert.Equal(ReportReception.LongestComplaint, Assert.Single(loggers["d:test"].Lines).Text.Length);
        Assert.Equal((1, 7), (counters.Named("count.dropped.line-too-long").Value, counters.Named("bytes.dropped").Value));
    }

    [Fact]
    public async Task What_is_no_report_is_cut_like_any_complaint()
    {
        await TakeAsync(Encoding.UTF8.GetBytes($"{new string('x', ReportReception.LongestComplaint + 7)}\n"));

        Assert.Equal(ReportReception.LongestComplaint, Assert.Single(loggers["d:test"].Lines).Text.Length);
        Assert.Equal((1, 7), (counters.Named("count.dropped.line-too-long").Value, counters.Named("bytes.dropped").Value));
    }

    private async Task ComplainAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await reception.TakeComplaintsAsync(output, stream);
    }

    private async Task TakeAsync(byte[] reports)
    {
        using var stream = new MemoryStream(reports);
        await reception.TakeReportsAsync(output, stream);
        await log.StopAsync(CancellationToken.None);
    }
}
