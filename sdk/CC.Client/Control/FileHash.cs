using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>The hash of a part of a file: the answer to <see cref="ControlTypes.FilesHash"/>.</summary>
public sealed record FileHash : MessageBody
{
    /// <summary>Who has hashed it.</summary>
    [JsonPropertyName("section")]
    public required string Section { get; init; }

    /// <summary>The SHA-256 in lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }
}
