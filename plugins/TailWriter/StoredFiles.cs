using CC.Files;
using CC.Sdk;

namespace CC.Plugins.TailWriter;

/// <summary>What is stored of which files, as the journal has it.</summary>
internal sealed class StoredFiles(TailWriterOptions options, PositionJournal journal)
{
    private readonly TargetName names = new(options);

    public IReadOnlyList<CarriedFile> All() => [.. journal.All.Select(Describe)];

    /// <summary>The SHA-256 of a part of a file; null if nothing of that content is stored.</summary>
    /// <exception cref="IOException">It can't be read, or that part is not stored.</exception>
    public string? Hash(CarriedFileName name, long begin, long end, CancellationToken cancellationToken)
    {
        var key = new SourceKey(name.HostName, name.FileName, name.Device, name.Inode);
        if (journal.Find(key) is not { } record || (record.Generation is { } stored && name.Generation.Length > 0 && stored != name.Generation))
        {
            return null;
        }

        return end <= record.Next
            ? ContentHash.Of(record.Target, CodecOf(record), record.Length, record.Next - begin, end - begin, cancellationToken)
            : throw new IOException($"{record.Target} has it up to {record.Next} only, and not to {end}");
    }

    /// <summary>By the name that the target was given: that of the source may look like a compressed file's as well.</summary>
    private Codec CodecOf(PositionRecord record)
    {
        var path = RotatedName.PathOf(record.Target) ?? record.Target;
        var plain = names.Of(record.Host, record.Filename);
        return path == plain || record.Target == plain ? Codec.None
            : path == plain + Codec.Gzip.Extension ? Codec.Gzip
            : path == plain + Codec.Bzip2.Extension ? Codec.Bzip2
            : names.Stored(Codec.None);
    }

    private CarriedFile Describe(PositionRecord record) => new()
    {
        Name = new CarriedFileName(record.Host, record.Filename, record.Device, record.Inode, record.Generation ?? ""),
        IsTarget = true,
        Path = record.Target,
        Begin = CodecOf(record) == Codec.None ? Math.Max(0, record.Next - record.Length) : 0,
        Acknowledged = record.Next,
        Size = record.Next,
        State = record.Generation is null ? "unacknowledged" : "stored",
    };
}
