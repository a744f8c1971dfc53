using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Tells a task router where a host's task runner is: type <c>task.register</c>.</summary>
/// <remarks>CC 0.8.7 has no fields but <see cref="Host"/>, and never answers. A router that knows <see cref="Ack"/> answers with a <see cref="TaskRegistered"/>.</remarks>
public sealed record TaskRegister : MessageBody
{
    /// <summary>The type of the message.</summary>
    public const string Type = "task.register";

    /// <summary>The name that tasks are sent to.</summary>
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    /// <summary>1 asks for an answer.</summary>
    [JsonPropertyName("ack")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Ack { get; init; }

    /// <summary>Names this run of the runner: another one after each start.</summary>
    [JsonPropertyName("instance")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Instance { get; init; }

    /// <summary>After how many seconds the runner registers again; 0 if it does not say, and may be silent for long.</summary>
    [JsonPropertyName("period")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(FiniteNumber))]
    public double Period { get; init; }
}
