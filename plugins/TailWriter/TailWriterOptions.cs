using CC.Files;
using CC.Sdk.Options;

namespace CC.Plugins.TailWriter;

/// <summary>A tail writer's section.</summary>
public sealed record TailWriterOptions : IValidatedOptions
{
    /// <summary>The folder to write to.</summary>
    [Option(Required = true, Path = true)]
    public string Dstdir { get; init; } = "";

    /// <summary>
    /// The target's path below it, of %(hostname)s, %(filename)s (without folders) and %(filepath)s (the whole path); in the
    /// configuration with two per cent signs. By default as host-subdirs says.
    /// </summary>
    public string Dstmask { get; init; } = "";

    /// <summary>yes: %(hostname)s/%(filename)s; no: %(hostname)s--%(filename)s.</summary>
    public bool HostSubdirs { get; init; }

    /// <summary>no, keep or yes.</summary>
    public WriteCompressed WriteCompressed { get; init; }

    /// <summary>gzip or bzip2; needed when write-compressed is yes.</summary>
    public string Compression { get; init; } = "";

    /// <summary>From 1, the fastest, to 9.</summary>
    [Option(Min = 1, Max = 9)]
    public int? CompressionLevel { get; init; }

    /// <summary>Files that are worked on at the same time.</summary>
    [Option(Min = 1, Max = 256)]
    public int WorkerThreads { get; init; } = 10;

    /// <summary>How long, at most, what has arrived waits to be compressed, and how often idle files are closed.</summary>
    [Option(Min = 0.1)]
    public TimeSpan MaintPeriod { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>write-compressed = yes: how much is compressed as one.</summary>
    [Option(Min = 64 * 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize BufferBytes { get; init; } = new(1024 * 1024);

    /// <summary>A file that nothing was written to for so long is closed.</summary>
    [Option(Min = 0.1)]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>yes: acknowledged means on the disk, whatever happens to the machine. no: whatever happens to this process.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>
    /// Files, of all senders, that are kept track of. Beyond that the ones that nothing has come from for the longest time, if that is a day, are forgotten; if
    /// there are none, pieces of new files are refused.
    /// </summary>
    [Option(Min = 1)]
    public int MaxSources { get; init; } = 100_000;

    /// <summary>The most octets of a piece, uncompressed; longer ones are refused.</summary>
    [Option(Min = 64 * 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize MaxFragment { get; init; } = new(64 * 1024 * 1024);

    /// <summary>Where it is kept how far each file is stored; by default in dstdir, hidden.</summary>
    [Option(Path = true)]
    public string StateFile { get; init; } = "";

    /// <summary>The section's name, which names the state file.</summary>
    [Option("service_name")]
    public string ServiceName { get; init; } = "tailwriter";

    internal string Mask => Dstmask.Length > 0 ? Dstmask : TargetMask.For(HostSubdirs);

    internal Codec Codec => Codec.Find(Compression) ?? Codec.None;

    internal int Level => CompressionLevel ?? Codec.DefaultLevel;

    internal string PathOfState => Path.GetFullPath(
        StateFile.Length > 0 ? StateFile : Path.Combine(Dstdir, $".{ServiceName.Replace(':', '_').Replace('/', '_')}.positions"));

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (Codec.Find(Compression) is null)
        {
            yield return ("compression", "is one of: none, gzip, bzip2");
        }
        else if (WriteCompressed == WriteCompressed.Yes && Codec == Codec.None)
        {
            yield return ("compression", "is gzip or bzip2 when write-compressed is yes");
        }

        if (TargetMask.FaultIn(Mask) is { } fault)
        {
            yield return ("dstmask", fault);
        }
    }
}
