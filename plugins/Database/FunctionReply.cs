using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.Database;

/// <summary>A whole message that a function has made: <c>return = json</c>.</summary>
internal sealed record FunctionReply : MessageBody
{
    /// <summary>All fields but those that every message has.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; set; }
}
