using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Says what has become of a file: type <c>reply</c>, along the route of an <see cref="InfoFile"/>.</summary>
public sealed record InfoFileAck : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "reply";

    /// <summary>The file's <see cref="InfoFile.Filename"/>, or <see cref="InfoFile.PieceOf"/>.</summary>
    [JsonPropertyName("filename")]
    public required string Filename { get; init; }

    /// <summary>The file's <see cref="InfoFile.Gen"/>.</summary>
    [JsonPropertyName("gen")]
    public required string Gen { get; init; }

    /// <summary>1: this content, or a later one, is stored for good. 0: pieces of it are still wanted.</summary>
    [JsonPropertyName("done")]
    public required int Done { get; init; }

    /// <summary>The offset of the piece that the receiver wants next. What it has so far is not durable; it may come back to want it again.</summary>
    [JsonPropertyName("fpos")]
    public required long Fpos { get; init; }

    /// <summary>
    /// 0, or why the sender should go to <see cref="Fpos"/> at once. 1: a piece came that does not follow those that are there. 3: nothing of a file of this name will ever be stored, and
    /// <see cref="Fpos"/> is -1.
    /// </summary>
    [JsonPropertyName("gap")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Gap { get; init; }
}
