using System.Text.Json.Serialization;

namespace CC.Server.Plugins;

/// <summary>What the events <c>plugin.NAME.WHAT</c> tell.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">The build that it is about.</param>
/// <param name="Hash">SHA-256 of its main assembly.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Why">The reason, where there is one.</param>
internal sealed record PluginEvent(
    [property: JsonPropertyName("plugin")] string Plugin,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("sha256")] string Hash,
    [property: JsonPropertyName("state")] string State,
    [property: JsonPropertyName("why")] string Why);

[JsonSerializable(typeof(PluginEvent))]
internal sealed partial class PluginEventJson : JsonSerializerContext;
