using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>Puts what a program writes into the node's log, within limits, and remembers the last of it.</summary>
internal sealed partial class OutputLog(string section, IMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Characters of a line that are worth it.</summary>
    public const int LongestLine = 4096;

    /// <summary>Lines in a period; one that writes without end must not fill the disk, nor hide what others say.</summary>
    public const int Lines = 1000;

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private const int Remembered = 3;

    private readonly OutputLines lines = new(LongestLine);
    private readonly Queue<string> last = [];
    private readonly Lock gate = new();
    private long began = time.GetTimestamp();
    private int taken;

    /// <summary>Behind a sentence: what the program wrote last.</summary>
    public string LastWords
    {
        get
        {
            lock (gate)
            {
                return last.Count == 0 ? "" : $": {string.Join(" / ", last)}";
            }
        }
    }

    /// <summary>The program has written something.</summary>
    public void Take(ReadOnlySpan<byte> octets)
    {
        lock (gate)
        {
            TakeAll(lines.Take(octets));
        }
    }

    /// <summary>Nobody writes any more: what was no whole line is one.</summary>
    public void End()
    {
        lock (gate)
        {
            TakeAll(lines.Rest());
        }
    }

    private void TakeAll(IEnumerable<(string Line, int LeftOut)> lines)
    {
        foreach (var (line, leftOut) in lines)
        {
            if (leftOut > 0)
            {
                metrics.CountDropped(DropReasons.LineTooLong, 1, leftOut);
            }

            if (line.Length > 0)
            {
                Take(line);
            }
        }
    }

    private void Take(string line)
    {
        last.Enqueue(line);
        if (last.Count > Remembered)
        {
            last.Dequeue();
        }

        if (time.GetElapsedTime(began) >= Period)
        {
            (began, taken) = (time.GetTimestamp(), 0);
        }

        if (++taken <= Lines)
        {
            Log.Said(logger, section, line);
            return;
        }

        metrics.CountDropped(DropReasons.OutputFlood, 1, line.Length);
        if (taken == Lines + 1)
        {
            Log.Floods(logger, section, Lines, Period.TotalSeconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Section}: {Line}")]
        public static partial void Said(ILogger logger, string section, string line);

        [LoggerMessage(2, LogLevel.Warning, "{Section} writes more than {Lines} lines in {Seconds} s; the rest is only counted for a while")]
        public static partial void Floods(ILogger logger, string section, int lines, double seconds);
    }
}
