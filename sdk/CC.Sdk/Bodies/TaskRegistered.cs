using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Answers a <see cref="TaskRegister"/> whose <see cref="TaskRegister.Ack"/> is 1: type <c>reply</c>, along its route.</summary>
public sealed record TaskRegistered : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "reply";

    /// <summary>The host that is known now.</summary>
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    /// <summary>Names this run of the router: when it is another one, the router has forgotten what it knew.</summary>
    [JsonPropertyName("instance")]
    public required string Instance { get; init; }
}
