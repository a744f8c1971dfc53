using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Options;

namespace CC.Plugins.LogTail;

/// <summary>Whether each log file has a name of its own, or one name stands for one file after another.</summary>
public enum OperationMode
{
    /// <summary>Files follow each other by name, in alphabetical order.</summary>
    Classic,

    /// <summary>The file is renamed, or copied and cut short, and goes on under its old name.</summary>
    Rotated,
}

/// <summary>Where fragments may be cut.</summary>
public enum FileMode
{
    /// <summary>After a line, where there is one.</summary>
    Text,

    /// <summary>Anywhere.</summary>
    Binary,
}

/// <summary>Where a file starts that was there before the tailer ever ran.</summary>
public enum StartPosition
{
    /// <summary>With what is appended from now on.</summary>
    End,

    /// <summary>With its first octet.</summary>
    Beginning,
}

/// <summary>A tailer's section.</summary>
public sealed record LogTailOptions : IValidatedOptions
{
    private const int DefaultBuffer = 1024 * 1024;
    private const int LeastCompressedBuffer = 64 * 1024;

    /// <summary>classic, which is the default, or rotated.</summary>
    public OperationMode? OperationMode { get; init; }

    /// <summary>text or binary.</summary>
    public FileMode FileMode { get; init; }

    /// <summary>The folder of the log files.</summary>
    [Option(Required = true, Path = true)]
    public string Logdir { get; init; } = "";

    /// <summary>Classic: which files of the folder, with the wildcards * ? [ ].</summary>
    public string Logmask { get; init; } = "";

    /// <summary>Rotated: the file's name.</summary>
    public string Logname { get; init; } = "";

    /// <summary>none, gzip or bzip2.</summary>
    public string Compression { get; init; } = "";

    /// <summary>From 1, the fastest, to 9.</summary>
    [Option(Min = 1, Max = 9)]
    public int? CompressionLevel { get; init; }

    /// <summary>Appended to the message type: pub.logtail.SUFFIX.</summary>
    public string MsgSuffix { get; init; } = "";

    /// <summary>yes: fragments travel as blobs; no: as base64 within the JSON.</summary>
    public bool UseBlob { get; init; } = true;

    /// <summary>How far behind a saved position may be to be resumed; farther behind, tailing starts at the newest file's end. Without it, every saved position is resumed.</summary>
    public ByteSize? LagMaxBytes { get; init; }

    /// <summary>The longest fragment; 0 is the default.</summary>
    [Option(Max = 64 * 1024 * 1024)]
    public ByteSize BufferBytes { get; init; } = new(DefaultBuffer);

    /// <summary>Text: the most lines of a fragment; 0 is no limit.</summary>
    [Option(Min = -1)]
    public int BufferLines { get; init; } = -1;

    /// <summary>With compression: how long what was read may wait for more, to compress better.</summary>
    [Option(Min = 0)]
    public TimeSpan BufferDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where a file that is there at the very first start begins: end or beginning.</summary>
    public StartPosition StartPosition { get; init; }

    /// <summary>yes: fragments are acknowledged by the receiver once they are durable, and sent again if they are not. A receiver that does not know of it is served as before.</summary>
    public bool Ack { get; init; } = true;

    /// <summary>How much may be on its way without an acknowledgement.</summary>
    [Option(Min = 64 * 1024)]
    public ByteSize AckWindow { get; init; } = new(8 * 1024 * 1024);

    /// <summary>How long to wait for an acknowledgement before sending again.</summary>
    [Option(Min = 0.1)]
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the position is saved; by default beside the pidfile, with the extension .save.</summary>
    [Option(Path = true)]
    public string SaveFile { get; init; } = "";

    /// <summary>How often to look for changes that the system does not tell of, as on network file systems; 0 is never.</summary>
    [Option(Min = 0)]
    public TimeSpan PollPeriod { get; init; } = TimeSpan.Zero;

    /// <summary>The daemon's pidfile, which names its other files.</summary>
    [Option("pidfile", Path = true)]
    public string PidFile { get; init; } = "";

    internal bool IsRotated => OperationMode == LogTail.OperationMode.Rotated;

    internal Codec Codec => Codec.Find(Compression) ?? Codec.None;

    internal int Level => CompressionLevel ?? Codec.DefaultLevel;

    internal string MessageType => MsgSuffix.Length == 0 ? LogtailFragment.Type : $"{LogtailFragment.Type}.{MsgSuffix}";

    /// <summary>Octets of a fragment; a limit by lines alone still needs one, so that a file without line ends is sent.</summary>
    internal int FragmentSize => BufferBytes.Octets == 0 ? DefaultBuffer
        : Codec == Codec.None ? (int)BufferBytes.Octets
        : Math.Max((int)BufferBytes.Octets, LeastCompressedBuffer);

    internal string PathOfSaveFile => SaveFile.Length > 0 ? SaveFile
        : PidFile.Length > 0 ? Path.ChangeExtension(PidFile, ".save")
        : "";

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (!IsRotated && Logmask.Length == 0)
        {
            yield return ("logmask", "is required when operation-mode is classic");
        }

        if (IsRotated && (Logname.Length == 0 || Logname.IndexOfAny(['*', '?', '[', '/']) >= 0))
        {
            yield return ("logname", "is required when operation-mode is rotated, and is a plain file name without wildcards");
        }

        if (Codec.Find(Compression) is null)
        {
            yield return ("compression", "is one of: none, gzip, bzip2");
        }

        if (!Message.IsType(System.Text.Encoding.UTF8.GetBytes(MessageType)))
        {
            yield return ("msg-suffix", "is one or more labels of letters, digits, '_' and '-', joined by dots");
        }

        if (PathOfSaveFile.Length == 0)
        {
            yield return ("save-file", "is required where [ccserver] has no pidfile to name it after");
        }
    }
}
