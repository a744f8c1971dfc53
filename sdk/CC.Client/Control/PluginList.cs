using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>Plugins, by name.</summary>
public sealed record PluginList : MessageBody
{
    /// <summary>The plugins.</summary>
    [JsonPropertyName("plugins")]
    public required IReadOnlyList<PluginDescription> Plugins { get; init; }
}
