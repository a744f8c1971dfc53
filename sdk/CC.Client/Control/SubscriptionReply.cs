using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>That a subscription holds, or has ended.</summary>
public sealed record SubscriptionReply : MessageBody
{
    /// <summary>The subscription.</summary>
    [JsonPropertyName("subscription")]
    public required string Subscription { get; init; }

    /// <summary>How long it holds unless it is renewed, in seconds; 0 when it has ended.</summary>
    [JsonPropertyName("seconds")]
    [JsonConverter(typeof(FiniteNumber))]
    public required double Seconds { get; init; }
}
