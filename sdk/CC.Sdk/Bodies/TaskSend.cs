using System.Text.Json;
using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>Has a task run on a host: type <c>task.send.UID</c>, where UID is <see cref="TaskId"/> as well.</summary>
/// <remarks>Sent again with the same id, the task is not run again: its status is told once more.</remarks>
public sealed record TaskSend : MessageBody
{
    /// <summary>The type of the message, without the id.</summary>
    public const string Type = "task.send";

    /// <summary>The <see cref="TaskRegister.Host"/> of the runner.</summary>
    [JsonPropertyName("task_host")]
    public required string TaskHost { get; init; }

    /// <summary>The section that configures the task there, such as <c>cc.task.sample</c>.</summary>
    [JsonPropertyName("task_handler")]
    public required string TaskHandler { get; init; }

    /// <summary>Names this one task, for ever: letters, digits, <c>_</c> and <c>-</c>.</summary>
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>How many seconds the task may take, the number <c>time_limit</c>; 0 for as long as the runner allows. CC 0.8.7 does not know it.</summary>
    [JsonIgnore]
    public double TimeLimit { get; init; }

    /// <summary>Whether a node that has no route for it is to say so (<c>no-route</c>): <c>want_error</c>. Means nothing to routers and runners.</summary>
    [JsonIgnore]
    public bool WantError { get; init; }

    /// <summary>All other fields: the task's parameters, texts as a rule. A text <c>time_limit</c> or <c>want_error</c> is among them.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Parameters { get; set; }

    /// <summary>CC 0.8.7 sends whatever a task is given under that name, as a text.</summary>
    [JsonInclude]
    [JsonPropertyName("time_limit")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal JsonElement? WrittenTimeLimit
    {
        get => TimeLimit == 0 ? null : JsonSerializer.SerializeToElement(TimeLimit, BodiesJson.Default.Double);
        init
        {
            if (value is { ValueKind: JsonValueKind.Number } number)
            {
                TimeLimit = number.GetDouble();
            }
            else
            {
                Keep("time_limit", value);
            }
        }
    }

    /// <inheritdoc cref="WrittenTimeLimit"/>
    [JsonInclude]
    [JsonPropertyName("want_error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal JsonElement? WrittenWantError
    {
        get => WantError ? JsonSerializer.SerializeToElement(WantError, BodiesJson.Default.Boolean) : null;
        init
        {
            if (value is { ValueKind: JsonValueKind.True or JsonValueKind.False } wanted)
            {
                WantError = wanted.GetBoolean();
            }
            else
            {
                Keep("want_error", value);
            }
        }
    }

    private void Keep(string name, JsonElement? parameter)
    {
        if (parameter is { } value)
        {
            (Parameters ??= []).Add(name, value);
        }
    }
}
