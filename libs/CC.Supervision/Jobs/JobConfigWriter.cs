using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CC.Supervision.Health;
using CC.Supervision.Processes;
using CC.Supervision.Streams;

namespace CC.Supervision.Jobs;

/// <summary>Writes a job as JSON, as <see cref="JobConfigReader"/> reads it; what has its default is left out.</summary>
internal static class JobConfigWriter
{
    public static JsonObject Write(JobConfig job)
    {
        var standard = new JobConfig(job.Name, job.Command);
        var json = new JsonObject { ["name"] = job.Name, ["cmd"] = job.Command };
        Add("args", Texts(job.Arguments), job.Arguments.IsEmpty);
        Add("env", Map(job.Environment), job.Environment.IsEmpty);
        Add("os_env", true, !job.InheritsEnvironment);
        Add("uid", job.User, job.User is null);
        Add("gid", job.Group, job.Group is null);
        Add("cwd", job.WorkingDirectory, job.WorkingDirectory is null);
        Add("detach", true, !job.IsDetached);
        Add("shell", true, !job.UsesShell);
        Add("numprocesses", job.Processes, job.Processes == standard.Processes);
        Add("flapping", Write(job.Flapping), job.Flapping is null);
        Add("redirect_output", Texts(job.OutputLabels), job.OutputLabels.IsEmpty);
        Add("logs", Write(job.Logs), job.Logs.IsEmpty);
        Add("flood", "drop", job.Flood == standard.Flood);
        Add("redirect_input", true, !job.HasInput);
        Add("custom_streams", Texts(job.CustomStreams), job.CustomStreams.IsEmpty);
        Add("graceful_timeout", job.GracefulTimeout.TotalSeconds, job.GracefulTimeout == standard.GracefulTimeout);
        Add("stop_signal", Signals.NameOf(job.StopSignal), job.StopSignal == standard.StopSignal);
        Add("restart", job.Restart == RestartPolicy.Never ? "never" : "on-failure", job.Restart == standard.Restart);
        Add("backoff", Write(job.Backoff), job.Backoff == standard.Backoff);
        Add("umask", job.Umask is { } mask ? Convert.ToString(mask, 8) : null, job.Umask is null);
        Add("nice", job.Nice, job.Nice is null);
        Add("limits", Write(job.Limits), job.Limits.IsEmpty);
        Add("port", job.Port, job.Port is null);
        Add("ready", Write(job.Ready), job.Ready is null);
        Add("alive", Write(job.Alive), job.Alive is null);
        Add("depends_on", Write(job.DependsOn), job.DependsOn.IsEmpty);
        Add("memory_limit", job.MemoryLimit, job.MemoryLimit is null);
        Add("transient", true, !job.IsTransient);
        return json;

        void Add(string name, JsonNode? value, bool isDefault)
        {
            if (!isDefault)
            {
                json[name] = value;
            }
        }
    }

    private static JsonArray Texts(ImmutableArray<string> texts) => [.. texts.Select(text => (JsonNode?)text)];

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> map) => new(map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    private static JsonObject? Write(Flapping? flapping) => flapping is null ? null : new JsonObject
    {
        ["attempts"] = flapping.Attempts,
        ["window"] = flapping.Window.TotalSeconds,
        ["retry_in"] = flapping.RetryIn.TotalSeconds,
        ["max_retry"] = flapping.MaxRetry,
    };

    private static JsonObject Write(Backoff backoff) => new()
    {
        ["initial"] = backoff.Initial.TotalSeconds,
        ["cap"] = backoff.Cap.TotalSeconds,
        ["jitter"] = backoff.Jitter,
        ["reset_after"] = backoff.ResetAfter.TotalSeconds,
    };

    private static JsonObject Write(ImmutableDictionary<string, LogRules> logs) => new(logs.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject
    {
        ["path"] = entry.Value.Path,
        ["max_size"] = entry.Value.MaxSize,
        ["max_age"] = entry.Value.MaxAge.TotalSeconds,
        ["keep"] = entry.Value.Keep,
        ["gzip"] = entry.Value.Compresses,
    })));

    private static JsonObject? Write(ProbeRules? probe) => probe is null ? null : new JsonObject
    {
        [probe.Kind.ToString().ToLowerInvariant()] = probe.Kind == ProbeKind.Notify ? true : probe.Target,
        ["delay"] = probe.Delay.TotalSeconds,
        ["period"] = probe.Period.TotalSeconds,
        ["timeout"] = probe.Timeout.TotalSeconds,
        ["failures"] = probe.Failures,
    };

    private static JsonObject Write(ImmutableDictionary<string, Condition> conditions) =>
        new(conditions.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Value.ToString()))));

    private static JsonObject Write(ImmutableArray<ResourceLimit> limits) =>
        new(limits.Select(limit => KeyValuePair.Create(limit.Resource, limit.Value is { } value ? (JsonNode?)value : "unlimited")));
}
