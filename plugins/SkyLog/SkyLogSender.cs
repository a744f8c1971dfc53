using System.Text.Json.Serialization;

namespace CC.Plugins.SkyLog;

/// <summary>Who sends a <see cref="SkyLogRecord"/>.</summary>
internal sealed record SkyLogSender
{
    /// <summary>The job's name.</summary>
    [JsonPropertyName("application")]
    public string? Application { get; init; }

    /// <summary>The name of its service.</summary>
    [JsonPropertyName("apptype")]
    public string? ApplicationType { get; init; }

    [JsonPropertyName("hostname")]
    public string? HostName { get; init; }
}
