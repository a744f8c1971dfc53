using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>A command for the supervisor: type <c>job.</c> and the command; its arguments are further fields.</summary>
internal sealed record CommandRequest : MessageBody
{
    /// <summary>What all commands begin with.</summary>
    public const string Prefix = "job.";

    [JsonExtensionData]
    public JsonObject? Arguments { get; set; }
}
