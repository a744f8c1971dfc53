using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Says how far a file has been stored: type <c>reply</c>, along the route of a <see cref="LogtailFragment"/>.</summary>
public sealed record FragmentAck : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "reply";

    /// <summary>The fragment's <see cref="LogtailFragment.Filename"/>.</summary>
    [JsonPropertyName("filename")]
    public required string Filename { get; init; }

    /// <summary>The fragment's <see cref="LogtailFragment.StDev"/>.</summary>
    [JsonPropertyName("st_dev")]
    public required ulong StDev { get; init; }

    /// <summary>The fragment's <see cref="LogtailFragment.StIno"/>.</summary>
    [JsonPropertyName("st_ino")]
    public required ulong StIno { get; init; }

    /// <summary>The generation that the receiver has stored.</summary>
    [JsonPropertyName("gen")]
    public required string Gen { get; init; }

    /// <summary>The offset that the receiver wants next: everything before it is durable.</summary>
    [JsonPropertyName("fpos")]
    public required long Fpos { get; init; }

    /// <summary>
    /// 0, or why the sender should go to <see cref="Fpos"/> at once. 1: a piece came that does not follow what is stored. 2: it is one of a
    /// generation of which nothing is stored, and not the first one. 3: nothing of a file of this name will ever be stored, and <see cref="Fpos"/> is -1.
    /// </summary>
    [JsonPropertyName("gap")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Gap { get; init; }
}
