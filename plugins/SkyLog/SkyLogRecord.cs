using System.Text.Json.Serialization;

namespace CC.Plugins.SkyLog;

/// <summary>What a program with skytools' <c>UdpLogServerHandler</c> sends for each line of its log. Further fields are left alone.</summary>
internal sealed record SkyLogRecord
{
    /// <summary>When: milliseconds since 1970, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public double? Timestamp { get; init; }

    /// <summary><c>DEBUG</c>, <c>INFO</c>, <c>WARN</c>, <c>ERROR</c> or <c>FATAL</c>.</summary>
    [JsonPropertyName("level")]
    public string? Level { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("properties")]
    public SkyLogSender? Properties { get; init; }
}
