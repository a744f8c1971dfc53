using System.Collections.Concurrent;
using CC.Files;
using CC.Sdk;

namespace CC.Plugins.InfoWriter;

/// <summary>
/// Which files have come since the writer was started, and how far those are that come in pieces. What was stored before is not listed; but it is where its name says, and can be hashed. Thread-safe.
/// </summary>
internal sealed class StoredFiles(InfoWriterOptions options, OwnFiles own)
{
    /// <summary>So many are listed; senders with names of their own can make any number.</summary>
    private const int MaxKnown = 10_000;

    private readonly TargetMask mask = new(options.Dstdir, options.Mask, own.Has);
    private readonly ConcurrentDictionary<string, CarriedFile> stored = new();
    private readonly ConcurrentDictionary<string, CarriedFile> growing = new();
    private int count;

    public IReadOnlyList<CarriedFile> All() => [.. stored.Values, .. growing.Values];

    /// <summary>A file is stored for good.</summary>
    public void Add(Arrival arrival)
    {
        var size = arrival.File.Size ?? (arrival.Received == Codec.None ? arrival.Packed.Length : 0);
        var file = Describe(arrival) with { Acknowledged = size, Size = size, State = "stored" };
        if (stored.TryAdd(arrival.Target, file))
        {
            if (Interlocked.Increment(ref count) > MaxKnown)
            {
                stored.Clear();
                Interlocked.Exchange(ref count, 0);
            }
        }
        else
        {
            stored[arrival.Target] = file;
        }
    }

    /// <summary>So much of a file has come.</summary>
    public void Grow(Arrival arrival, long length) => growing[arrival.Target] = Describe(arrival) with { Size = length, InFlight = length };

    /// <summary>A file does not come in pieces any more.</summary>
    public void Forget(string target) => growing.TryRemove(target, out _);

    /// <summary>The SHA-256 of what is in a file now, from the beginning to its end; null if it is not there.</summary>
    /// <exception cref="IOException">It can't be read, or not from its beginning on is asked for.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string? Hash(CarriedFileName name, long begin, CancellationToken cancellationToken)
    {
        if (name.Device != 0 || name.Inode != 0 || Find(name) is not var (path, codec))
        {
            return null;
        }

        return begin == 0 ? ContentHash.OfAll(path, codec, cancellationToken) : throw new IOException($"{path} can only be compared as a whole");
    }

    /// <summary>Of several that are compressed in different ways, the one that was written last.</summary>
    private (string Path, Codec Codec)? Find(CarriedFileName name)
    {
        if (mask.Of(name.HostName, name.FileName) is not { } plain)
        {
            return null;
        }

        var found = Codecs()
            .Select(codec => (Path: plain + codec.Extension, Codec: codec))
            .Where(one => FileStatus.Of(one.Path) is { IsRegular: true } && !ConfinedPath.LeadsOut(options.Folder, one.Path))
            .ToArray();
        return found is [] ? null : found.MaxBy(one => FileStatus.Of(one.Path)?.ModifiedTime);
    }

    private Codec[] Codecs() => options.WriteCompressed switch
    {
        WriteCompressed.No => [Codec.None],
        WriteCompressed.Keep => [Codec.None, Codec.Gzip, Codec.Bzip2],
        _ => [options.Codec],
    };

    private static CarriedFile Describe(Arrival arrival) => new()
    {
        Name = new CarriedFileName(arrival.File.Hostname, arrival.Name, 0, 0, arrival.Gen),
        IsTarget = true,
        Path = arrival.Target,
        State = "arriving",
    };
}
