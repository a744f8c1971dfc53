using System.Text.Json.Serialization;

namespace CC.Server.Components;

/// <summary>A line of a task's log as feedback, with the fields that CC 0.8.7's task client looks for.</summary>
internal sealed record LogFeedback
{
    [JsonPropertyName("log_level")]
    public required string Level { get; init; }

    [JsonPropertyName("service_type")]
    public required string ServiceType { get; init; }

    [JsonPropertyName("job_name")]
    public required string JobName { get; init; }

    [JsonPropertyName("log_msg")]
    public required string Text { get; init; }

    [JsonPropertyName("log_time")]
    public required double Time { get; init; }

    [JsonPropertyName("log_pid")]
    public required long Process { get; init; }

    [JsonPropertyName("log_line")]
    public long Line { get; init; }

    [JsonPropertyName("log_function")]
    public string Function { get; init; } = "";

    public static LogFeedback Of(DaemonLogLine line)
    {
        var record = line.ToRecord();
        return new LogFeedback
        {
            Level = record.LogLevel!,
            ServiceType = record.ServiceType!,
            JobName = record.JobName!,
            Text = record.LogMsg!,
            Time = record.LogTime!.Value,
            Process = record.LogPid!.Value,
            Line = record.LogLine ?? 0,
            Function = record.LogFunction ?? "",
        };
    }
}

[JsonSerializable(typeof(LogFeedback))]
internal sealed partial class LogFeedbackJson : JsonSerializerContext;
