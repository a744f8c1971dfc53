using System.Text.Json.Serialization;

namespace CC.Plugins.JobMgr.Bodies;

/// <summary>A daemon of the configuration, told of as a job is.</summary>
internal sealed record DaemonInfo
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Tells it from a job, which can be loaded and unloaded.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; } = "daemon";

    [JsonPropertyName("active")]
    public required bool Active { get; init; }

    [JsonPropertyName("running")]
    public required int Running { get; init; }

    [JsonPropertyName("running_out")]
    public int RunningOut { get; init; }

    [JsonPropertyName("max_processes")]
    public int MaxProcesses { get; init; } = 1;

    /// <summary>The supervisor has given it no number: it runs within the node, or in a process that the daemon's own code looks after.</summary>
    [JsonPropertyName("processes")]
    public IReadOnlyList<int> Processes { get; init; } = [];

    /// <summary>Its section, without what is secret.</summary>
    [JsonPropertyName("config")]
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    [JsonPropertyName("state")]
    public required string State { get; init; }
}
