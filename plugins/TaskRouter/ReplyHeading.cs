using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRouter;

/// <summary>What a router has to know of a <see cref="TaskReply"/>; all else is passed over.</summary>
internal sealed record ReplyHeading : MessageBody
{
    [JsonPropertyName("status")]
    [AllowNull]
    public string Status { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("ack")]
    public double Ack { get; init; }

    [JsonPropertyName("repeat")]
    public double Repeat { get; init; }

    /// <summary>How much of the task its runner has sent with this; 0 if it does not count.</summary>
    [JsonPropertyName("seq")]
    public int Seq { get; init; }
}
