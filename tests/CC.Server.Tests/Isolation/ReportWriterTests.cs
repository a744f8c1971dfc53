using System.Text;
using System.Text.Json;
using CC.Sdk;
using CC.Server.Diagnostics;
using CC.Server.Isolation;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Isolation;

public sealed class ReportWriterTests
{
    private readonly MemoryStream output = new();
    private readonly Counters counters = new();
    private readonly ReportWriter writer;

    public ReportWriterTests() => writer = new ReportWriter(output, counters);

    private ComponentReport[] Reports => [.. Encoding.UTF8.GetString(output.ToArray())
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize(line, ComponentReportJson.Default.ComponentReport)!)];

    [Fact]
    public void Each_report_is_one_line_whatever_is_in_it()
    {
        writer.Log(LogLevel.Warning, new EventId(3, "Spoken"), DateTimeOffset.UnixEpoch, "one\ntwo");
        writer.Failed("three\r\nfour");

        Assert.Equal(new LoggedLine(LogLevel.Warning, 3, DateTimeOffset.UnixEpoch, "one\ntwo", "Spoken"), Reports[0].Log);
        Assert.Equal("three\r\nfour", Reports[1].Failed);
        Assert.Equal(2, Reports.Length);
    }

    [Fact]
    public void What_is_too_long_to_be_logged_is_cut_and_counted()
    {
        writer.Log(LogLevel.Warning, default, DateTimeOffset.UnixEpoch, new string('x', (64 * 1024) + 3));

        Assert.Equal(64 * 1024, Reports[0].Log!.Text.Length);
        Assert.Equal((1, 3), (counters.Named("count.dropped.line-too-long").Value, counters.Named("bytes.dropped").Value));
    }

    [Fact]
    public void Only_what_was_counted_since_is_told()
    {
        ((IMetrics)counters).Counter("words").Add(3);
        writer.Count();
        ((IMetrics)counters).Counter("words").Add(4);
        counters.CountDropped("lost", 1, 10);
        writer.Count();
        writer.Count();

        Assert.Equal(2, Reports.Length);
        Assert.Equal([KeyValuePair.Create("words", 3L)], Reports[0].Add!);
        Assert.Equal(
            [KeyValuePair.Create("bytes.dropped", 10L), KeyValuePair.Create("count.dropped", 1L), KeyValuePair.Create("count.dropped.lost", 1L), KeyValuePair.Create("words", 4L)],
            Reports[1].Add!);
    }

    [Fact]
    public void A_node_that_is_gone_is_no_reason_to_fail()
    {
        using var gone = new BrokenPipe();

        new ReportWriter(gone, counters).Failed("nobody hears it");
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
