using CC.Supervision.Jobs;

namespace CC.Supervision.History;

/// <summary>The last processes of a job. Under the supervisor's lock.</summary>
internal sealed class JobHistory(JobName name, HistoryKeeper keeper)
{
    /// <summary>So many are remembered.</summary>
    internal const int Length = 100;

    private const int Lines = 10;

    private readonly List<ProcessRecord> records = [.. keeper.Read(name).Select(Unseen)];
    private bool isForgotten;

    public JobName Name => name;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ProcessRecord> Records => records;

    /// <summary>The last ones that have ended since a time, or run; oldest first.</summary>
    public IReadOnlyList<ProcessRecord> Last(int count, double since) => [.. records.Where(record => (record.Ended ?? double.MaxValue) >= since).TakeLast(count)];

    public void Started(Copy copy)
    {
        records.Add(new ProcessRecord(copy.Pid, copy.Process.Id, Seconds(copy.Created), copy.IsCommitted));
        records.RemoveRange(0, Math.Max(0, records.Count - Length));
        Changed();
    }

    /// <summary>One has ended.</summary>
    /// <param name="copy">The process.</param>
    /// <param name="exit">How.</param>
    /// <param name="uptime">After which time.</param>
    /// <param name="lastLines">Gives the last lines that it has written.</param>
    public void Ended(Copy copy, ProcessExit exit, TimeSpan uptime, Func<int, int, IReadOnlyList<string>> lastLines)
    {
        var index = records.FindLastIndex(record => record.Pid == copy.Pid && record.Started == Seconds(copy.Created));
        if (index >= 0)
        {
            records[index] = records[index] with
            {
                Ended = Seconds(copy.Created + uptime),
                Duration = Math.Round(uptime.TotalSeconds, 3),
                ExitStatus = exit.Status,
                TermSignal = exit.Signal,
                Reason = copy.EndedFor is { } why ? $"{why}; {exit}" : exit.ToString(),
                LastLines = lastLines(copy.Pid, Lines),
            };
            Changed();
        }
    }

    /// <summary>The job is unloaded.</summary>
    public void Forget()
    {
        isForgotten = true;
        keeper.Forget(this);
    }

    private void Changed()
    {
        if (!isForgotten)
        {
            keeper.Changed(this);
        }
    }

    private static ProcessRecord Unseen(ProcessRecord record) => record is { Ended: null, Reason: null } ? record with { Reason = "the supervisor has ended before it, and nobody has seen how it went on" } : record;

    private static double Seconds(DateTimeOffset moment) => Math.Round((moment - DateTimeOffset.UnixEpoch).TotalSeconds, 3);
}
