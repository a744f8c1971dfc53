using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>Something that has happened on the node: type <c>event</c>, along the route of the subscription.</summary>
public sealed record EventMessage : MessageBody
{
    /// <summary>The event's dotted name, such as <c>plugin.Echo.reloaded</c>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The subscription.</summary>
    [JsonPropertyName("subscription")]
    public required string Subscription { get; init; }

    /// <summary>Counts the events of the subscription, from 1; a gap tells that some were dropped.</summary>
    [JsonPropertyName("seq")]
    public required long Seq { get; init; }

    /// <summary>Events of the subscription that were dropped so far, since the subscriber was slow.</summary>
    [JsonPropertyName("dropped")]
    public required long Dropped { get; init; }

    /// <summary>What is to be known about it: an object.</summary>
    [JsonPropertyName("payload")]
    public required JsonElement Payload { get; init; }
}
