using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CC.Programs;
using CC.Supervision.Health;
using CC.Supervision.Processes;
using CC.Supervision.Streams;

namespace CC.Supervision.Jobs;

/// <summary>Reads a job from JSON, with the names that gaffer 0.5 has for its settings and those that it lacked. What is unknown is kept, and ignored.</summary>
public static class JobConfigReader
{
    private static readonly string[] OnlyForLoading = ["start"];

    /// <summary>The job.</summary>
    /// <exception cref="SupervisorException">400: something is missing or wrong; the text names all of it.</exception>
    public static JobConfig Read(JsonObject given)
    {
        var errors = new List<string>();
        var job = Read(given, errors);
        return errors.Count == 0 ? job with { Given = Kept(given) }
            : throw SupervisorException.Bad($"the job can't be loaded: {string.Join("; ", errors)}");
    }

    /// <summary>All that is wrong with a job, in sentences that begin with the setting's name; none if it can be loaded.</summary>
    public static IReadOnlyList<string> Problems(JsonObject given, string session = JobName.DefaultSession)
    {
        var errors = new List<string>();
        Read(given, errors);
        return JobRules.BrokenSession(session) is { } broken ? [.. errors, broken] : errors;
    }

    private static JobConfig Read(JsonObject given, List<string> errors)
    {
        var job = Read(new JobFields(given, "", errors), errors);
        errors.AddRange(JobRules.Broken(job));
        return job;
    }

    private static JobConfig Read(JobFields fields, List<string> errors)
    {
        var standard = new JobConfig("", "");
        return new JobConfig(fields.Text("name") ?? "", fields.Text("cmd") ?? "")
        {
            Arguments = Arguments(fields, errors),
            Environment = fields.Map("env") ?? standard.Environment,
            InheritsEnvironment = fields.Flag("os_env") ?? false,
            User = fields.NameOrNumber("uid"),
            Group = fields.NameOrNumber("gid"),
            WorkingDirectory = fields.Text("cwd"),
            IsDetached = fields.Flag("detach") ?? false,
            UsesShell = fields.Flag("shell") ?? false,
            Processes = fields.Number("numprocesses", 0, 100_000) ?? standard.Processes,
            Flapping = Flapping(fields),
            OutputLabels = fields.Texts("redirect_output") ?? [],
            Logs = Logs(fields, errors),
            Flood = Flood(fields),
            HasInput = fields.Flag("redirect_input") ?? false,
            CustomStreams = fields.Texts("custom_streams") ?? [],
            GracefulTimeout = fields.Seconds("graceful_timeout") ?? standard.GracefulTimeout,
            StopSignal = Signal(fields) ?? standard.StopSignal,
            Restart = Policy(fields),
            Backoff = Backoff(fields) ?? standard.Backoff,
            Umask = Umask(fields),
            Nice = fields.Number("nice", -20, 19),
            Limits = Limits(fields, errors),
            Port = fields.Number("port", 1, 65535),
            Ready = ProbeReader.Read(fields, "ready", isForReadiness: true),
            Alive = ProbeReader.Read(fields, "alive", isForReadiness: false),
            DependsOn = DependsOn(fields, errors),
            MemoryLimit = fields.Octets("memory_limit"),
            IsTransient = fields.Flag("transient") ?? false,
        };
    }

    private static JsonObject Kept(JsonObject given)
    {
        var kept = (JsonObject)given.DeepClone();
        Array.ForEach(OnlyForLoading, name => kept.Remove(name));
        return kept;
    }

    private static ImmutableArray<string> Arguments(JobFields fields, List<string> errors)
    {
        if (fields.Value("args") is not JsonValue value || !value.TryGetValue<string>(out var line))
        {
            return fields.Texts("args") ?? [];
        }

        try
        {
            return [.. CommandWords.Split(line)];
        }
        catch (FormatException wrong)
        {
            errors.Add($"args can't be split: {wrong.Message}");
            return [];
        }
    }

    private static Flapping? Flapping(JobFields fields)
    {
        var standard = new Flapping();
        return fields.Part("flapping", "attempts", "window", "retry_in", "max_retry") is not { } part ? null : standard with
        {
            Attempts = part.Number("attempts", 1, 1000) ?? standard.Attempts,
            Window = part.Seconds("window") ?? standard.Window,
            RetryIn = part.Seconds("retry_in") ?? standard.RetryIn,
            MaxRetry = part.Number("max_retry", 0, int.MaxValue) ?? standard.MaxRetry,
        };
    }

    private static Backoff? Backoff(JobFields fields)
    {
        var standard = new Backoff();
        return fields.Part("backoff", "initial", "cap", "jitter", "reset_after") is not { } part ? null : standard with
        {
            Initial = part.Seconds("initial") ?? standard.Initial,
            Cap = part.Seconds("cap") ?? standard.Cap,
            Jitter = part.Fraction("jitter", 0, 1) ?? standard.Jitter,
            ResetAfter = part.Seconds("reset_after") ?? standard.ResetAfter,
        };
    }

    private static ImmutableDictionary<string, LogRules> Logs(JobFields fields, List<string> errors)
    {
        var logs = ImmutableDictionary<string, LogRules>.Empty;
        if (fields.Value("logs") is not JsonObject given)
        {
            return fields.Value("logs") is null ? logs : fields.Wrong("logs", "an object with an entry for each label", logs);
        }

        var entries = new JobFields(given, "logs.", errors);
        foreach (var label in entries.Names)
        {
            if (entries.Part(label, "path", "max_size", "max_age", "keep", "gzip") is { } part)
            {
                var standard = new LogRules(part.Text("path") ?? part.Wrong("path", "the name of a file", ""));
                logs = logs.Add(label, standard with
                {
                    MaxSize = part.Number("max_size", 0, int.MaxValue) ?? standard.MaxSize,
                    MaxAge = part.Seconds("max_age") ?? standard.MaxAge,
                    Keep = part.Number("keep", 0, 10_000) ?? standard.Keep,
                    Compresses = part.Flag("gzip") ?? false,
                });
            }
        }

        return logs;
    }

    private static ImmutableDictionary<string, Condition> DependsOn(JobFields fields, List<string> errors)
    {
        var conditions = ImmutableDictionary<string, Condition>.Empty;
        if (fields.Value("depends_on") is not JsonObject given)
        {
            return fields.Value("depends_on") is null ? conditions : fields.Wrong("depends_on", "an object with a condition for each job", conditions);
        }

        var entries = new JobFields(given, "depends_on.", errors);
        foreach (var job in entries.Names)
        {
            conditions = conditions.Add(job, entries.Text(job) switch
            {
                "started" => Condition.Started,
                "healthy" => Condition.Healthy,
                "completed" => Condition.Completed,
                "completed_successfully" => Condition.CompletedSuccessfully,
                "log_ready" => Condition.LogReady,
                _ => entries.Wrong(job, "started, healthy, completed, completed_successfully or log_ready", Condition.Started),
            });
        }

        return conditions;
    }

    private static int? Signal(JobFields fields) =>
        fields.NameOrNumber("stop_signal") is not { } text ? null
        : Signals.Parse(text) ?? fields.Wrong<int?>("stop_signal", "a signal's name or number", null);

    private static RestartPolicy Policy(JobFields fields) => fields.Text("restart") switch
    {
        null or "always" => RestartPolicy.Always,
        "on-failure" => RestartPolicy.OnFailure,
        "never" => RestartPolicy.Never,
        _ => fields.Wrong("restart", "always, on-failure or never", RestartPolicy.Always),
    };

    private static FloodPolicy Flood(JobFields fields) => fields.Text("flood") switch
    {
        null or "slow" => FloodPolicy.Slow,
        "drop" => FloodPolicy.Drop,
        _ => fields.Wrong("flood", "slow or drop", FloodPolicy.Slow),
    };

    private static int? Umask(JobFields fields)
    {
        if (fields.NameOrNumber("umask") is not { } text)
        {
            return null;
        }

        return text.Length is > 0 and < 6 && text.All(digit => digit is >= '0' and <= '7') && Convert.ToInt32(text, 8) is <= 511 and var mask
            ? mask
            : fields.Wrong<int?>("umask", "a text of octal digits, \"0\" to \"777\"", null);
    }

    private static ImmutableArray<ResourceLimit> Limits(JobFields fields, List<string> errors)
    {
        if (fields.Value("limits") is not JsonObject limits)
        {
            return fields.Value("limits") is null ? [] : fields.Wrong<ImmutableArray<ResourceLimit>>("limits", "an object", []);
        }

        foreach (var (name, value) in limits)
        {
            var isLimit = value is JsonValue given && ((given.TryGetValue<long>(out var number) && number >= 0) || (given.TryGetValue<string>(out var text) && text == "unlimited"));
            if (!ResourceLimit.Resources.Contains(name))
            {
                errors.Add($"limits.{name} is none of {string.Join(", ", ResourceLimit.Resources)}");
            }
            else if (!isLimit)
            {
                errors.Add($"limits.{name} is {value?.ToJsonString() ?? "null"}; it has to be a whole number, or \"unlimited\"");
            }
        }

        return errors.Count > 0 ? [] : [.. limits.Select(entry => new ResourceLimit(entry.Key, entry.Value!.AsValue().TryGetValue<long>(out var number) ? number : null))];
    }
}
