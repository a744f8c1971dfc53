using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>The answer to a command: type <c>reply</c>.</summary>
internal sealed record CommandReply : MessageBody
{
    [JsonPropertyName("result")]
    public required JsonObject Result { get; init; }
}
