using System.Text;
using System.Text.Json;
using CC.Programs;
using CC.Sdk;
using CC.Server.Components;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>Makes what components' processes report the node's own: their log lines, their counters, their events, and their complaints.</summary>
internal sealed partial class ReportReception(DaemonLog log, Counters counters, IEvents events, ILoggerFactory loggers, TimeProvider time)
{
    private const int LongestReport = 4 * 1024 * 1024;
    public const int LongestComplaint = 4096;

    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);

    /// <summary>Takes reports until there are no more.</summary>
    public async Task TakeReportsAsync(ChildOutput output, Stream reports)
    {
        await foreach (var line in BoundedLines.ReadAsync(reports, LongestReport, LeftOut))
        {
            if (Read(line) is { } report)
            {
                output.HasReported = true;
                Take(report, output);
                await TellAsync(report, output);
            }
            else
            {
                Complain(output, line);
            }
        }
    }

    /// <summary>Takes what else a process writes, until there is no more.</summary>
    public async Task TakeComplaintsAsync(ChildOutput output, Stream complaints)
    {
        await foreach (var line in BoundedLines.ReadAsync(complaints, LongestComplaint, LeftOut))
        {
            Complain(output, line);
        }
    }

    private static ComponentReport? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ComponentReportJson.Default.ComponentReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Take(ComponentReport report, ChildOutput output)
    {
        if (report.Log is { Level: >= LogLevel.Trace and <= LogLevel.Critical } line)
        {
            log.Take(LineOf(line, output));
        }

        foreach (var (name, amount) in report.Add ?? new Dictionary<string, long>())
        {
            counters.Named(name).Add(amount);
        }

        if (report.Event is { } told)
        {
            events.Publish(told.Name, told.Payload, ComponentReportJson.Default.JsonElement);
        }

        if (report.Failed is { } why)
        {
            output.Words.Explain(why);
        }

        if (report.Tried == true)
        {
            output.HasTried();
        }
    }

    /// <summary>Gives who has asked for a task what it tells; while there is no room, no more reports are read, and the process waits as one within the node would.</summary>
    private static async Task TellAsync(ComponentReport report, ChildOutput output)
    {
        if (output.Feedback is not { } feedback)
        {
            return;
        }

        if (report.Feedback is { Content.ValueKind: JsonValueKind.Object } told)
        {
            await feedback.SendAsync(told.Content, ComponentReportJson.Default.JsonElement, told.Blob);
        }

        if (report.Log is { Level: >= LogLevel.Information and <= LogLevel.Critical } line)
        {
            await feedback.SendAsync(LogFeedback.Of(LineOf(line, output)), LogFeedbackJson.Default.LogFeedback);
        }

        if (report.Result is { ValueKind: JsonValueKind.Object } result)
        {
            feedback.SetResult(result, ComponentReportJson.Default.JsonElement);
        }

        if (report.Refused is not null || report.Failed is not null || report.Done == true)
        {
            output.TaskEnd = report;
        }
    }

    private static DaemonLogLine LineOf(LoggedLine line, ChildOutput output) =>
        new(output.Context, line.Level, new EventId(line.Id, line.Event), line.Time, line.Text, null) { ProcessId = output.Process };

    private void Complain(ChildOutput output, string line)
    {
        var text = string.Concat(Bounded(line).TrimEnd().Select(letter => char.IsControl(letter) && letter != '\t' ? '?' : letter));
        output.Words.Add(text);
        var section = output.Context.Section;
        if (output.Allowance.Take())
        {
            Log.Said(loggers.CreateLogger(section), text);
            return;
        }

        counters.CountDropped(DropReasons.OutputFlood, 1, Encoding.UTF8.GetByteCount(text));
        if (quiet.IsTime(section))
        {
            Log.Floods(loggers.CreateLogger(section), section, OutputAllowance.Lines, OutputAllowance.Period.TotalSeconds);
        }
    }

    /// <summary>A report may be longer than a complaint.</summary>
    private string Bounded(string line)
    {
        if (line.Length <= LongestComplaint)
        {
            return line;
        }

        LeftOut(Encoding.UTF8.GetByteCount(line.AsSpan(LongestComplaint)));
        return line[..LongestComplaint];
    }

    private void LeftOut(long octets) => counters.CountDropped(DropReasons.LineTooLong, 1, octets);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Text}")]
        public static partial void Said(ILogger logger, string text);

        [LoggerMessage(2, LogLevel.Warning, "{Section} writes more than {Lines} lines in {Seconds} s to its standard output or error; the rest is only counted for a while")]
        public static partial void Floods(ILogger logger, string section, int lines, double seconds);
    }
}
