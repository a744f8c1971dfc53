using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>A piece of a growing file: type <c>pub.logtail</c>, or <c>pub.logtail.SUFFIX</c>.</summary>
/// <remarks>
/// The piece is the message's blob, or <see cref="Data"/>. With <see cref="Ack"/> 1 the sender wants a <see cref="FragmentAck"/> along the route once
/// the piece is durable, and resends what is not acknowledged; receivers and senders of CC 0.8.7 do not know the fields from <see cref="Ack"/> on. A
/// piece without octets whose <see cref="OpMode"/> is <see cref="Question"/> only asks for an acknowledgement.
/// </remarks>
public sealed record LogtailFragment : MessageBody
{
    /// <summary>The type of the message, without suffix.</summary>
    public const string Type = "pub.logtail";

    /// <summary>An <see cref="OpMode"/>: each file keeps its name.</summary>
    public const string Classic = "classic";

    /// <summary>An <see cref="OpMode"/>: the same name stands for one file after another.</summary>
    public const string Rotated = "rotated";

    /// <summary>An <see cref="OpMode"/> that CC 0.8.7 does not know, and ignores: asks how far the file is stored.</summary>
    public const string Question = "probe";

    /// <summary>The file's full path on the sending machine, with forward slashes.</summary>
    [JsonPropertyName("filename")]
    public required string Filename { get; init; }

    /// <summary>The piece in base64, if it is not the blob.</summary>
    [JsonPropertyName("data")]
    [AllowNull]
    public string Data { get; init => field = value ?? ""; } = "";

    /// <summary>How the piece is compressed: empty, <c>none</c>, <c>gzip</c> or <c>bzip2</c>.</summary>
    [JsonPropertyName("comp")]
    [AllowNull]
    public string Comp { get; init => field = value ?? ""; } = "";

    /// <summary>Always <c>b</c>: octets.</summary>
    [JsonPropertyName("mode")]
    [AllowNull]
    public string Mode { get; init => field = value ?? "b"; } = "b";

    /// <summary>Where the piece starts in the file, in octets, uncompressed.</summary>
    [JsonPropertyName("fpos")]
    public required long Fpos { get; init; }

    /// <summary>Empty or <see cref="Classic"/>, <see cref="Rotated"/>, or <see cref="Question"/>.</summary>
    [JsonPropertyName("op_mode")]
    [AllowNull]
    public string OpMode { get; init => field = value ?? ""; } = "";

    /// <summary>The device that the file is on.</summary>
    [JsonPropertyName("st_dev")]
    public required ulong StDev { get; init; }

    /// <summary>The file's inode.</summary>
    [JsonPropertyName("st_ino")]
    public required ulong StIno { get; init; }

    /// <summary>1 asks for acknowledgements.</summary>
    [JsonPropertyName("ack")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(OrAbsent.Flag))]
    public int Ack { get; init; }

    /// <summary>Names this content of the file: it changes when the inode is reused or the file is cut short.</summary>
    [JsonPropertyName("gen")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(OrAbsent.Text))]
    public string? Gen { get; init; }

    /// <summary>
    /// Where the sender began to send this generation; a receiver that knows nothing of it accepts no later piece first. -1: it accepts none
    /// of it first, since an earlier generation may be missing.
    /// </summary>
    [JsonPropertyName("start")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(OrAbsent.Whole))]
    public long? Start { get; init; }

    /// <summary>How many octets the piece has, uncompressed; lets a receiver that stores it compressed keep count.</summary>
    [JsonPropertyName("length")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(OrAbsent.Whole))]
    public long? Length { get; init; }
}
