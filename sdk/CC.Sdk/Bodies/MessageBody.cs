using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>
/// The fields that the JSON body of every message has. Further fields of a derived record are named as on the wire with
/// <see cref="JsonPropertyNameAttribute"/>; lists of plain values must not be among them, since CC 0.8.7 can't read those.
/// </summary>
public abstract record MessageBody
{
    /// <summary>The message's type, the same as its type frame.</summary>
    [JsonPropertyName("req")]
    [JsonRequired]
    public required string Req { get; init; }

    /// <summary>When the message was made: seconds since 1970, UTC. 0 until it is composed.</summary>
    [JsonPropertyName("time")]
    public double Time { get; set; }

    /// <summary>The machine that the message comes from. Empty until it is composed.</summary>
    [JsonPropertyName("hostname")]
    public string Hostname { get; set; } = "";

    /// <summary>Empty, or the blob's hash, such as <c>SHA-1:</c> and 40 hexadecimal digits.</summary>
    [JsonPropertyName("blob_hash")]
    public string BlobHash { get; set; } = "";
}
