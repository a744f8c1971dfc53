using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>
/// The fields that the JSON body of every message has. Further fields of a derived record are named as on the wire with
/// <see cref="JsonPropertyNameAttribute"/>; lists of plain values must not be among them, since CC 0.8.7 can't read those. Give their serializer
/// <c>RespectNullableAnnotations = true</c>: then a null where there must be none makes the message invalid, and not the handler crash.
/// </summary>
public abstract record MessageBody
{
    /// <summary>The message's type, the same as its type frame.</summary>
    [JsonPropertyName("req")]
    [JsonRequired]
    public required string Req { get; init; }

    /// <summary>When the message was made: seconds since 1970, UTC. 0 until it is composed.</summary>
    [JsonPropertyName("time")]
    [JsonConverter(typeof(FiniteNumber))]
    public double Time { get; set; }

    /// <summary>The machine that the message comes from. Empty until it is composed, and where a sender has left it out.</summary>
    [JsonPropertyName("hostname")]
    [AllowNull]
    public string Hostname { get; set => field = value ?? ""; } = "";

    /// <summary>Empty, or the blob's hash, such as <c>SHA-1:</c> and 40 hexadecimal digits. Senders may leave it out.</summary>
    [JsonPropertyName("blob_hash")]
    [AllowNull]
    public string BlobHash { get; set => field = value ?? ""; } = "";
}
