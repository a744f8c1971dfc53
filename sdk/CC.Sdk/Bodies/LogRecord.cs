using System.Text.Json.Serialization;

namespace CC.Sdk.Bodies;

/// <summary>One line of a daemon's or a task's log: type <c>log.LEVEL</c>, the level in lower case.</summary>
public sealed record LogRecord : MessageBody
{
    /// <summary><c>TRACE</c>, <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c> or <c>CRITICAL</c>; null if the message is no log line.</summary>
    [JsonPropertyName("log_level")]
    public string? LogLevel { get; init; }

    /// <summary>What speaks, such as <c>d:logtail</c>.</summary>
    [JsonPropertyName("service_type")]
    public string? ServiceType { get; init; }

    /// <summary>Which job speaks, such as <c>cclocal.d:logtail</c>.</summary>
    [JsonPropertyName("job_name")]
    public string? JobName { get; init; }

    /// <summary>What it says.</summary>
    [JsonPropertyName("log_msg")]
    public string? LogMsg { get; init; }

    /// <summary>When: seconds since 1970, UTC.</summary>
    [JsonPropertyName("log_time")]
    public double? LogTime { get; init; }

    /// <summary>The speaking process.</summary>
    [JsonPropertyName("log_pid")]
    public long? LogPid { get; init; }

    /// <summary>The line of source code, where known.</summary>
    [JsonPropertyName("log_line")]
    public long? LogLine { get; init; }

    /// <summary>The function, where known.</summary>
    [JsonPropertyName("log_function")]
    public string? LogFunction { get; init; }
}
