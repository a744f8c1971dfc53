using CC.Files;
using CC.Sdk.Options;

namespace CC.Plugins.InfoWriter;

/// <summary>An info writer's section.</summary>
public sealed record InfoWriterOptions : IValidatedOptions
{
    /// <summary>The folder to write to.</summary>
    [Option(Required = true, Path = true)]
    public string Dstdir { get; init; } = "";

    /// <summary>
    /// The file's path below it, of %(hostname)s, %(filename)s (without folders) and %(filepath)s (the whole path); in the
    /// configuration with two per cent signs. By default as host-subdirs says.
    /// </summary>
    public string Dstmask { get; init; } = "";

    /// <summary>yes: %(hostname)s/%(filename)s; no: %(hostname)s--%(filename)s.</summary>
    public bool HostSubdirs { get; init; }

    /// <summary>What is added to the name of a file when another one takes its place; empty: it is not kept.</summary>
    public string Bakext { get; init; } = "";

    /// <summary>no, keep or yes.</summary>
    public WriteCompressed WriteCompressed { get; init; }

    /// <summary>gzip or bzip2; needed when write-compressed is yes.</summary>
    public string Compression { get; init; } = "";

    /// <summary>From 1, the fastest, to 9.</summary>
    [Option(Min = 1, Max = 9)]
    public int? CompressionLevel { get; init; }

    /// <summary>Files that are written at the same time.</summary>
    [Option(Min = 1, Max = 256)]
    public int WorkerThreads { get; init; } = 10;

    /// <summary>yes: acknowledged means on the disk, whatever happens to the machine. no: whatever happens to this process.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>The most octets that one message may bring, uncompressed. Longer files come in pieces.</summary>
    [Option(Min = 64 * 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize MaxContent { get; init; } = new(256 * 1024 * 1024);

    /// <summary>The section's name, which names the writer's own files.</summary>
    [Option("service_name")]
    public string ServiceName { get; init; } = "infowriter";

    internal string Mask => Dstmask.Length > 0 ? Dstmask : TargetMask.For(HostSubdirs);

    internal Codec Codec => Codec.Find(Compression) ?? Codec.None;

    internal int Level => CompressionLevel ?? Codec.DefaultLevel;

    internal string Folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Dstdir));

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

        if (Bakext.Length > 0 && (Bakext.Contains('/') || ConfinedPath.Below("/", $"f{Bakext}") is null))
        {
            yield return ("bakext", "is the end of a file's name, without slashes and control characters");
        }
    }
}
