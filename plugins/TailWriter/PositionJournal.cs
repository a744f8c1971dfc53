using System.Collections.Concurrent;
using System.Text.Json;
using CC.Files;

namespace CC.Plugins.TailWriter;

/// <summary>
/// Keeps on disk how far each source is stored: a record a line, appended; the last one of a source counts. When most of it is outdated it is
/// written anew. Records that several threads add at the same time are written and flushed together. Thread-safe.
/// </summary>
internal sealed class PositionJournal : IDisposable
{
    private const int RewriteAbove = 1024 * 1024;

    private static readonly TimeSpan IdleFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan NoRoomFor = TimeSpan.FromMinutes(1);

    private readonly LockFile held;
    private readonly TimeProvider time;
    private readonly JournalFile file;
    private readonly Lock gathering = new();
    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<SourceKey, PositionRecord> records = new();
    private readonly ConcurrentDictionary<string, string> newest = new();
    private readonly ConcurrentDictionary<string, long?> unverified = new();
    private Batch next = new();
    private long lastNumber;
    private long rewriteAt;
    private long? fullSince;

    private PositionJournal(string path, bool flush, IFlusher flusher, LockFile held, TimeProvider time)
    {
        this.held = held;
        this.time = time;
        file = JournalFile.Open(path, flush, flusher, Load);
        rewriteAt = Math.Max(RewriteAbove, file.Length);
    }

    /// <summary>Sources known.</summary>
    public int Count => records.Count;

    /// <summary>Opens the journal, or makes it; null while another one holds it.</summary>
    /// <exception cref="IOException">It can't be read or made.</exception>
    public static PositionJournal? TryOpen(string path, bool flush, IFlusher flusher, TimeProvider time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (LockFile.TryTake($"{path}.lock") is not { } held)
        {
            return null;
        }

        try
        {
            return new PositionJournal(path, flush, flusher, held, time);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>All of them, as they are now.</summary>
    public IEnumerable<PositionRecord> All => records.Values;

    public PositionRecord? Find(SourceKey source) => records.GetValueOrDefault(source);

    /// <summary>The newest target that a rotated file was stored in, by the path without its time.</summary>
    public string? NewestOf(string path) => newest.GetValueOrDefault(path);

    /// <summary>The length up to which a target was stored when the journal was opened; told once, and only if its sender sends again what is missing.</summary>
    public long? TakeUnverified(string target) => unverified.TryRemove(target, out var length) ? length : null;

    /// <summary>Adds records; when this returns, they outlive whatever the journal was made to outlive.</summary>
    /// <exception cref="IOException">They can't be written; nothing has changed.</exception>
    public void Append(IReadOnlyCollection<PositionRecord> added)
    {
        Batch mine;
        lock (gathering)
        {
            mine = next;
            mine.Records.AddRange(added);
        }

        lock (writing)
        {
            if (!mine.IsWritten)
            {
                lock (gathering)
                {
                    next = new Batch();
                }

                Write(mine);
            }
        }

        if (mine.Failure is { } failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }

    /// <summary>Adds a record that need not be durable before <see cref="Flush"/>.</summary>
    /// <exception cref="IOException">It can't be written; nothing has changed.</exception>
    public void Announce(PositionRecord record)
    {
        lock (writing)
        {
            Write([record], isDurable: false);
        }
    }

    /// <summary>Makes sure that all that was announced outlives whatever the journal was made to outlive.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Flush()
    {
        lock (writing)
        {
            file.Flush();
        }
    }

    /// <summary>Forgets sources that nothing has come from for a day, the oldest first; false if there are none.</summary>
    public bool TryMakeRoom()
    {
        lock (writing)
        {
            if (fullSince is { } since && time.GetElapsedTime(since) < NoRoomFor)
            {
                return false;
            }

            var oldest = (time.GetUtcNow() - IdleFor).ToUnixTimeSeconds();
            var idle = records.Values.Where(record => record.At < oldest).OrderBy(record => record.At).Take(Math.Max(1, records.Count / 10)).ToArray();
            Forget(idle);
            fullSince = idle.Length == 0 ? time.GetTimestamp() : null;
            return idle.Length > 0;
        }
    }

    public void Dispose()
    {
        file.Dispose();
        held.Dispose();
    }

    private static string Line(PositionRecord record) => JsonSerializer.Serialize(record, PositionJson.Default.PositionRecord);

    private void Load(string line)
    {
        var record = JsonSerializer.Deserialize(line, PositionJson.Default.PositionRecord)!;
        Remember(record);
        unverified[record.Target] = record.Generation is null ? null : record.Length;
        lastNumber = Math.Max(lastNumber, record.Number);
    }

    private void Write(Batch batch)
    {
        batch.IsWritten = true;
        try
        {
            Write(batch.Records, isDurable: true);
        }
        catch (IOException failure)
        {
            batch.Failure = failure;
        }
    }

    private void Write(IEnumerable<PositionRecord> added, bool isDurable)
    {
        var numbered = added.Select(record => record with { Number = ++lastNumber }).ToList();
        file.Append(numbered.Select(Line), isDurable);
        numbered.ForEach(Remember);
        if (file.Length > rewriteAt)
        {
            Rewrite();
        }
    }

    private void Remember(PositionRecord record)
    {
        records[record.Key] = record;
        if (RotatedName.PathOf(record.Target) is { } path && string.CompareOrdinal(record.Target, newest.GetValueOrDefault(path)) > 0)
        {
            newest[path] = record.Target;
        }
    }

    /// <summary>What can't be rewritten now goes on growing, and is tried again later.</summary>
    private void Rewrite()
    {
        try
        {
            file.Rewrite(records.Values.OrderBy(record => record.Number).Select(Line));
            rewriteAt = Math.Max(RewriteAbove, 4 * file.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            rewriteAt = file.Length + RewriteAbove;
        }
    }

    private void Forget(PositionRecord[] old)
    {
        foreach (var record in old)
        {
            records.TryRemove(record.Key, out _);
            if (RotatedName.PathOf(record.Target) is { } path)
            {
                newest.TryRemove(new KeyValuePair<string, string>(path, record.Target));
            }
        }
    }

    /// <summary>Records that are written together.</summary>
    private sealed class Batch
    {
        public List<PositionRecord> Records { get; } = [];

        public bool IsWritten { get; set; }

        public IOException? Failure { get; set; }
    }
}
