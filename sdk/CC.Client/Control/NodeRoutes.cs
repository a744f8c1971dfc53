using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>Where messages go.</summary>
public sealed record NodeRoutes : MessageBody
{
    /// <summary>The routes, in the order of the configuration.</summary>
    [JsonPropertyName("routes")]
    public required IReadOnlyList<RouteDescription> Routes { get; init; }
}

/// <summary>One route.</summary>
public sealed record RouteDescription
{
    /// <summary>The type that it takes, with all below it; <c>*</c> for all types.</summary>
    [JsonPropertyName("pattern")]
    public required string Pattern { get; init; }

    /// <summary>The handlers that get the messages.</summary>
    [JsonPropertyName("handlers")]
    public required IReadOnlyList<HandlerDescription> Handlers { get; init; }
}
