using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Options;

namespace CC.Plugins.InfoScript;

/// <summary>An info script's section.</summary>
public sealed record InfoScriptOptions : IValidatedOptions
{
    /// <summary>What the shell is to run.</summary>
    [Option("info-script", Required = true)]
    public string Script { get; init; } = "";

    /// <summary>How often, counted from start to start.</summary>
    [Option("info-period", Required = true, Min = 0.1)]
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The name of the file that is sent.</summary>
    [Option("info-name", Required = true)]
    public string Name { get; init; } = "";

    /// <summary>How long it may take; then it is killed, with all that it has started.</summary>
    [Option(Min = 0.1)]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How much it may write; then it is killed likewise.</summary>
    [Option(Min = 1024, Max = 256 * 1024 * 1024)]
    public ByteSize MaxOutput { get; init; } = new(16 * 1024 * 1024);

    /// <summary>none, gzip or bzip2.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>From 1, the fastest, to 9.</summary>
    [Option(Min = 1, Max = 9)]
    public int? CompressionLevel { get; init; }

    /// <summary>Appended to the message type: pub.infofile.SUFFIX.</summary>
    public string MsgSuffix { get; init; } = "";

    /// <summary>yes: the file travels as a blob; no: as base64 within the JSON.</summary>
    public bool UseBlob { get; init; } = true;

    /// <summary>yes: the file is acknowledged by the receiver once it is stored for good, and sent again if it is not, until the next one takes its place.</summary>
    public bool Ack { get; init; } = true;

    /// <summary>How long to wait for an acknowledgement before sending again.</summary>
    [Option(Min = 0.1)]
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal Codec Codec => Codec.Find(Compression) ?? Codec.None;

    internal int Level => CompressionLevel ?? Codec.DefaultLevel;

    internal string MessageType => MsgSuffix.Length == 0 ? InfoFile.Type : $"{InfoFile.Type}.{MsgSuffix}";

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (Codec.Find(Compression) is null)
        {
            yield return ("compression", "is one of: none, gzip, bzip2");
        }

        if (!Message.IsType(System.Text.Encoding.UTF8.GetBytes(MessageType)))
        {
            yield return ("msg-suffix", "is one or more labels of letters, digits, '_' and '-', joined by dots");
        }
    }
}
