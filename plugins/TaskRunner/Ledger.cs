using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>What is to be written to the journal, all at once. Belongs to the runner's loop.</summary>
internal sealed partial class Ledger(TaskJournal journal, Roster roster, string path, ILogger logger)
{
    private readonly List<JournalLine> lines = [];
    private readonly HashSet<TaskEntry> accepted = [];
    private bool isFailureTold;

    /// <summary>Whether nothing is left to write.</summary>
    public bool IsWritten => lines is [];

    public void Accept(TaskEntry entry)
    {
        accepted.Add(entry);
        lines.Add(new JournalLine(entry.Record));
    }

    public void End(TaskEntry entry) => lines.Add(new JournalLine(entry.Record));

    public void Confirm(TaskEntry entry) => lines.Add(new JournalLine(Taken: entry.Id));

    /// <summary>Writes what there is. If that fails, tasks that have just been accepted are forgotten again, and returned; the rest is tried again with the next call.</summary>
    public IReadOnlySet<TaskEntry> Write()
    {
        if (lines is [])
        {
            return new HashSet<TaskEntry>();
        }

        try
        {
            journal.Append(lines, () => roster.All.Select(entry => entry.Record));
            lines.Clear();
            accepted.Clear();
            isFailureTold = false;
            return accepted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!isFailureTold)
            {
                isFailureTold = true;
                Log.NotWritten(logger, path, failure.Message);
            }

            return Forget();
        }
    }

    private HashSet<TaskEntry> Forget()
    {
        HashSet<TaskEntry> lost = [.. accepted];
        accepted.Clear();
        foreach (var entry in lost)
        {
            roster.Remove(entry);
            lines.RemoveAll(line => line.Task?.Id == entry.Id);
        }

        return lost;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the journal {Path} can't be written: {Why}; no task is accepted until it can")]
        public static partial void NotWritten(ILogger logger, string path, string why);
    }
}
