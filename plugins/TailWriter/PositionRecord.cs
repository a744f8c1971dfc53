using System.Text.Json.Serialization;

namespace CC.Plugins.TailWriter;

/// <summary>How far a source is stored, as the journal has it.</summary>
internal sealed record PositionRecord
{
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    [JsonPropertyName("file")]
    public required string Filename { get; init; }

    [JsonPropertyName("dev")]
    public ulong Device { get; init; }

    [JsonPropertyName("ino")]
    public ulong Inode { get; init; }

    /// <summary>The content; null from a sender that takes no acknowledgements.</summary>
    [JsonPropertyName("gen")]
    public string? Generation { get; init; }

    /// <summary>The offset in the source that follows what is stored.</summary>
    [JsonPropertyName("next")]
    public long Next { get; init; }

    /// <summary>The file that it is stored in.</summary>
    [JsonPropertyName("target")]
    public required string Target { get; init; }

    /// <summary>That file's length then.</summary>
    [JsonPropertyName("length")]
    public long Length { get; init; }

    /// <summary>When: seconds since 1970, UTC.</summary>
    [JsonPropertyName("at")]
    public long At { get; init; }

    /// <summary>Its place among the records; given by the journal.</summary>
    [JsonPropertyName("n")]
    public long Number { get; init; }

    [JsonIgnore]
    public SourceKey Key => new(Host, Filename, Device, Inode);
}

[JsonSerializable(typeof(PositionRecord))]
internal sealed partial class PositionJson : JsonSerializerContext;
