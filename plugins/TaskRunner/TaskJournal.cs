using System.Text.Json;
using CC.Files;

namespace CC.Plugins.TaskRunner;

/// <summary>Keeps on disk which tasks were accepted and how they have ended: a record a line, appended; the last one of a task counts. Belongs to one thread at a time.</summary>
internal sealed class TaskJournal : IDisposable
{
    private const int RewriteAbove = 1024 * 1024;

    private readonly LockFile held;
    private readonly JournalFile file;
    private readonly Dictionary<string, TaskRecord> found = [];
    private long rewriteAt;

    private TaskJournal(string path, bool flush, LockFile held)
    {
        this.held = held;
        file = JournalFile.Open(path, flush, DiskFlusher.Instance, Load);
        rewriteAt = Math.Max(RewriteAbove, file.Length);
    }

    /// <summary>What was in it when it was opened.</summary>
    public IReadOnlyCollection<TaskRecord> Found => found.Values;

    /// <summary>Opens the journal, or makes it; null while another one holds it.</summary>
    /// <exception cref="IOException">It can't be read or made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static TaskJournal? TryOpen(string path, bool flush)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (LockFile.TryTake($"{path}.lock") is not { } held)
        {
            return null;
        }

        try
        {
            return new TaskJournal(path, flush, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Adds lines, which outlive whatever the journal was made to outlive when this returns.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="remembered">All that is worth keeping, for the case that the file has grown too long and is written anew.</param>
    /// <exception cref="IOException">They can't be written; nothing has changed.</exception>
    public void Append(IReadOnlyList<JournalLine> lines, Func<IEnumerable<TaskRecord>> remembered)
    {
        file.Append(lines.Select(Text), isDurable: lines.Any(line => line.Task is not null));
        if (file.Length > rewriteAt)
        {
            Rewrite(remembered());
        }
    }

    public void Dispose()
    {
        file.Dispose();
        held.Dispose();
    }

    private static string Text(JournalLine line) => JsonSerializer.Serialize(line, TaskJson.Default.JournalLine);

    private void Load(string text)
    {
        var line = Read(text);
        if (line?.Task is { } task)
        {
            found[task.Id] = task;
        }

        if (line?.Taken is { } id && found.TryGetValue(id, out var ended))
        {
            found[id] = ended with { IsTaken = true };
        }
    }

    /// <summary>A line of a version to come may say something else.</summary>
    private static JournalLine? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, TaskJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What can't be rewritten now goes on growing, and is tried again later.</summary>
    private void Rewrite(IEnumerable<TaskRecord> remembered)
    {
        try
        {
            file.Rewrite(remembered.Select(record => Text(new JournalLine(record))));
            rewriteAt = Math.Max(RewriteAbove, 4 * file.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            rewriteAt = file.Length + RewriteAbove;
        }
    }
}
