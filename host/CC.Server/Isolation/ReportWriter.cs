using System.Text;
using System.Text.Json;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>Tells the node what its component logs and counts. What is logged is on its way before the call returns, so that a crash after it does not take it along.</summary>
internal sealed class ReportWriter(Stream output, Counters counters)
{
    /// <summary>A node does not take reports of any length.</summary>
    private const int LongestText = 64 * 1024;

    private const int CountersAtOnce = 1000;

    private readonly Lock gate = new();
    private SortedDictionary<string, double> told = [];

    /// <summary>Tells of a line of the log.</summary>
    public void Log(LogLevel level, EventId id, DateTimeOffset time, string text)
    {
        if (text.Length > LongestText)
        {
            counters.CountDropped(DropReasons.LineTooLong, 1, Encoding.UTF8.GetByteCount(text.AsSpan(LongestText)));
        }

        Write(new ComponentReport { Log = new LoggedLine(level, id.Id, time, Cut(text), id.Name) });
    }

    /// <summary>Tells of an event.</summary>
    public void Event(string name, JsonElement payload) => Write(new ComponentReport { Event = new ToldEvent(name, payload) });

    /// <summary>Tells that the component could be made, and ended.</summary>
    public void Tried() => Write(new ComponentReport { Tried = true });

    /// <summary>Tells why the component has ended.</summary>
    public void Failed(string why) => Write(new ComponentReport { Failed = Cut(why) });

    /// <summary>Tells that a task has failed.</summary>
    public void Failed(string why, bool hasVanished) => Write(new ComponentReport { Failed = Cut(why), Vanished = hasVanished ? true : null });

    /// <summary>Tells who has asked for a task something.</summary>
    public void Feedback(JsonElement content, byte[]? blob) => Write(new ComponentReport { Feedback = new ToldFeedback(content, blob) });

    /// <summary>Tells a task's result.</summary>
    public void Result(JsonElement result) => Write(new ComponentReport { Result = result });

    /// <summary>Tells that a task refuses what it is asked for.</summary>
    public void Refused(string why) => Write(new ComponentReport { Refused = Cut(why) });

    /// <summary>Tells that a task has done what it was for.</summary>
    public void Done() => Write(new ComponentReport { Done = true });

    /// <summary>Tells what was counted since the last time.</summary>
    public void Count()
    {
        var now = counters.Snapshot();
        var added = Statistics.Difference(now, told);
        told = now;
        foreach (var some in added.Chunk(CountersAtOnce))
        {
            Write(new ComponentReport { Add = some.ToDictionary(entry => entry.Key, entry => (long)entry.Value) });
        }
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private void Write(ComponentReport report)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(report, ComponentReportJson.Default.ComponentReport), (byte)'\n'];
        try
        {
            lock (gate)
            {
                output.Write(line);
            }
        }
        catch (IOException)
        {
            // The node is gone, and this process about to end.
        }
    }
}
