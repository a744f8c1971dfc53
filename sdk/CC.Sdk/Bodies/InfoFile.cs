using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>A whole file, or a piece of a long one: type <c>pub.infofile</c>, or <c>pub.infofile.SUFFIX</c>.</summary>
/// <remarks>
/// The octets are the message's blob, or <see cref="Data"/>. With <see cref="Ack"/> 1 the sender wants an <see cref="InfoFileAck"/> along the route once the file is stored for good, and
/// resends what is not acknowledged; receivers and senders of CC 0.8.7 do not know the fields from <see cref="Ack"/> on. A piece has <see cref="PieceOf"/> in place of
/// <see cref="Filename"/>, without which CC 0.8.7 takes no message for a file.
/// </remarks>
public sealed record InfoFile : MessageBody
{
    /// <summary>The type of the message, without suffix.</summary>
    public const string Type = "pub.infofile";

    /// <summary>The file's full path on the sending machine, with forward slashes; null in a piece.</summary>
    [JsonPropertyName("filename")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Filename { get; init; }

    /// <summary>When the file was last written: seconds since 1970, UTC.</summary>
    [JsonPropertyName("mtime")]
    [JsonConverter(typeof(FiniteNumber))]
    public required double Mtime { get; init; }

    /// <summary>The octets in base64, if they are not the blob.</summary>
    [JsonPropertyName("data")]
    [AllowNull]
    public string Data { get; init => field = value ?? ""; } = "";

    /// <summary>How the octets are compressed: empty, <c>none</c>, <c>gzip</c> or <c>bzip2</c>.</summary>
    [JsonPropertyName("comp")]
    [AllowNull]
    public string Comp { get; init => field = value ?? ""; } = "";

    /// <summary>Always <c>b</c>: octets.</summary>
    [JsonPropertyName("mode")]
    [AllowNull]
    public string Mode { get; init => field = value ?? "b"; } = "b";

    /// <summary>1 asks for acknowledgements; pieces always do.</summary>
    [JsonPropertyName("ack")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(OrAbsent.Flag))]
    public int Ack { get; init; }

    /// <summary>Names this content of the file: it is another one whenever the file was changed.</summary>
    [JsonPropertyName("gen")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(OrAbsent.Text))]
    public string? Gen { get; init; }

    /// <summary>The length of the whole file, uncompressed.</summary>
    [JsonPropertyName("size")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(OrAbsent.Whole))]
    public long? Size { get; init; }

    /// <summary>The file that this is a piece of, as <see cref="Filename"/> has it; null if it is the whole file.</summary>
    [JsonPropertyName("piece_of")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(OrAbsent.Text))]
    public string? PieceOf { get; init; }

    /// <summary>Where the piece starts in the file, in octets, uncompressed.</summary>
    [JsonPropertyName("fpos")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(OrAbsent.Whole))]
    public long? Fpos { get; init; }

    /// <summary>With the piece that ends the file: <c>SHA-256:</c> and 64 hexadecimal digits, of the whole file, uncompressed.</summary>
    [JsonPropertyName("hash")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(OrAbsent.Text))]
    public string? Hash { get; init; }
}
