using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.TailWriter;

/// <summary>
/// Keeps on disk how far each source is stored: a record a line, appended, each with a hash in front; the last one of a source
/// counts. When most of it is outdated it is written anew. Thread-safe.
/// </summary>
internal sealed class PositionJournal : IDisposable
{
    private const int RewriteAbove = 1024 * 1024;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private readonly string path;
    private readonly bool flush;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<SourceKey, PositionRecord> records = new();
    private readonly ConcurrentDictionary<string, PositionRecord> byTarget = new();
    private SafeFileHandle file;
    private long length;
    private long rewrittenLength;

    public PositionJournal(string path, bool flush, TimeProvider time)
    {
        this.path = path;
        this.flush = flush;
        this.time = time;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Load();
        Rewrite();
        file = Open();
    }

    /// <summary>Sources known.</summary>
    public int Count => records.Count;

    public PositionRecord? Find(SourceKey source) => records.GetValueOrDefault(source);

    /// <summary>The last record that was stored in a file.</summary>
    public PositionRecord? LastOf(string target) => byTarget.GetValueOrDefault(target);

    /// <summary>Adds records; when this returns, they outlive whatever the journal was made to outlive.</summary>
    /// <exception cref="IOException">They can't be written; nothing has changed.</exception>
    public void Append(IReadOnlyCollection<PositionRecord> added)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(added.Select(Line)));
        lock (gate)
        {
            try
            {
                RandomAccess.Write(file, lines, length);
                Flush();
            }
            catch (IOException)
            {
                TruncateQuietly();
                throw;
            }

            length += lines.Length;
            foreach (var record in added)
            {
                Remember(record);
            }

            if (length > RewriteAbove && length > 4 * rewrittenLength)
            {
                file.Dispose();
                Rewrite();
                file = Open();
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static string Line(PositionRecord record)
    {
        var json = JsonSerializer.Serialize(record, PositionJson.Default.PositionRecord);
        return $"{HashOf(json)} {json}\n";
    }

    private static string HashOf(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 8));

    private SafeFileHandle Open() => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);

    private void Flush()
    {
        if (flush)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    private void TruncateQuietly()
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (IOException)
        {
            // The next record overwrites what is left of this one.
        }
    }

    /// <summary>A line that its hash does not fit, such as one that a crash cut off, is passed over: an older one of the source counts then.</summary>
    private void Load()
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var line in File.ReadLines(path))
        {
            var space = line.IndexOf(' ');
            if (space > 0 && HashOf(line[(space + 1)..]) == line[..space])
            {
                Remember(JsonSerializer.Deserialize(line[(space + 1)..], PositionJson.Default.PositionRecord)!);
            }
        }
    }

    private void Remember(PositionRecord record)
    {
        records[record.Key] = record;
        byTarget[record.Target] = record;
    }

    private void Rewrite()
    {
        var oldest = (time.GetUtcNow() - KeptFor).ToUnixTimeSeconds();
        foreach (var old in records.Values.Where(record => record.At < oldest).ToArray())
        {
            records.TryRemove(old.Key, out _);
            byTarget.TryRemove(new KeyValuePair<string, PositionRecord>(old.Target, old));
        }

        var lines = Encoding.UTF8.GetBytes(string.Concat(records.Values.OrderBy(record => record.At).Select(Line)));
        DurableFile.Replace(path, lines);
        length = lines.Length;
        rewrittenLength = length;
    }
}
