using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Options;

namespace CC.Plugins.InfoSender;

/// <summary>An info sender's section.</summary>
public sealed record InfoSenderOptions : IValidatedOptions
{
    /// <summary>The folder of the files.</summary>
    [Option(Required = true, Path = true)]
    public string Infodir { get; init; } = "";

    /// <summary>Which files of the folder, with the wildcards * ? [ ].</summary>
    [Option(Required = true)]
    public string Infomask { get; init; } = "";

    /// <summary>none, gzip or bzip2.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>From 1, the fastest, to 9.</summary>
    [Option(Min = 1, Max = 9)]
    public int? CompressionLevel { get; init; }

    /// <summary>Appended to the message type: pub.infofile.SUFFIX.</summary>
    public string MsgSuffix { get; init; } = "";

    /// <summary>yes: files travel as blobs; no: as base64 within the JSON.</summary>
    public bool UseBlob { get; init; } = true;

    /// <summary>How long a file has to be left alone before it is sent.</summary>
    [Option(Min = 0.05)]
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to look for changes that the system has not told of.</summary>
    [Option(Min = 0.1)]
    public TimeSpan PollPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A file that is gone for so long is forgotten; should it come back as it was, it is sent again.</summary>
    [Option(Min = 0)]
    public TimeSpan MaintPeriod { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>Files that are longer are sent in pieces of this length, to receivers that acknowledge.</summary>
    [Option(Min = 4 * 1024, Max = 64 * 1024 * 1024)]
    public ByteSize PieceBytes { get; init; } = new(1024 * 1024);

    /// <summary>The longest file that is sent to a receiver that does not acknowledge, which takes files in one message only.</summary>
    [Option(Min = 4 * 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize MaxWhole { get; init; } = new(64 * 1024 * 1024);

    /// <summary>yes: files are acknowledged by the receiver once they are stored for good, and sent again if they are not. A receiver that does not know of it is served as before.</summary>
    public bool Ack { get; init; } = true;

    /// <summary>How much may be on its way without an acknowledgement.</summary>
    [Option(Min = 64 * 1024)]
    public ByteSize AckWindow { get; init; } = new(8 * 1024 * 1024);

    /// <summary>How many files may be.</summary>
    [Option(Min = 1, Max = 10_000)]
    public int AckFiles { get; init; } = 128;

    /// <summary>How long to wait for an acknowledgement before sending again.</summary>
    [Option(Min = 0.1)]
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where it is saved what has been acknowledged; by default beside the pidfile, with the extension .save.</summary>
    [Option(Path = true)]
    public string SaveFile { get; init; } = "";

    /// <summary>The daemon's pidfile, which names its other files.</summary>
    [Option("pidfile", Path = true)]
    public string PidFile { get; init; } = "";

    internal Codec Codec => Codec.Find(Compression) ?? Codec.None;

    internal int Level => CompressionLevel ?? Codec.DefaultLevel;

    internal string MessageType => MsgSuffix.Length == 0 ? InfoFile.Type : $"{InfoFile.Type}.{MsgSuffix}";

    internal string PathOfSaveFile => SaveFile.Length > 0 ? SaveFile
        : PidFile.Length > 0 ? Path.ChangeExtension(PidFile, ".save")
        : "";

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (Infomask.Contains('/'))
        {
            yield return ("infomask", "is a pattern for the names of files in infodir, without slashes");
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
