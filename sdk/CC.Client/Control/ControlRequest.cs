using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>A request to the node itself: one of the types of <see cref="ControlTypes"/>, and what that takes.</summary>
public sealed record ControlRequest : MessageBody
{
    /// <summary>A plugin's name, or a section's; empty where the type takes none.</summary>
    [JsonPropertyName("name")]
    [AllowNull]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The events to subscribe to: whole labels, such as <c>plugin.Echo</c>; empty for all.</summary>
    [JsonPropertyName("prefix")]
    [AllowNull]
    public string Prefix { get; init => field = value ?? ""; } = "";

    /// <summary>A subscription: a name of the subscriber's own, or nothing to be given one. With the name of one that was made over the same connection it is renewed, and goes along the new route; others' are out of reach.</summary>
    [JsonPropertyName("subscription")]
    [AllowNull]
    public string Subscription { get; init => field = value ?? ""; } = "";
}
