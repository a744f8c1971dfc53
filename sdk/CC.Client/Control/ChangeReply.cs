using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>That a change was made. One that was not is answered by an <see cref="ErrorReply"/> with <see cref="ControlErrors.Refused"/>.</summary>
public sealed record ChangeReply : MessageBody
{
    /// <summary>What was done.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
}
