using System.Text.Json.Nodes;

namespace CC.Cli.Import.ProcessCompose;

/// <summary>Makes a probe of <c>readiness_probe</c> and <c>liveness_probe</c>.</summary>
internal static class ProbeSetting
{
    private const int DefaultPeriod = 10;

    /// <summary>The probe; null if there is none, or it can't be one.</summary>
    /// <param name="job">The process.</param>
    /// <param name="name">Which of its settings.</param>
    /// <param name="texts">Puts values into texts.</param>
    /// <param name="shell">The shell that runs commands, with its options.</param>
    public static JsonObject? Make(Fields job, string name, Texts texts, IReadOnlyList<string> shell)
    {
        if (job.Part(name) is not { } fields)
        {
            return null;
        }

        var probe = new JsonObject();
        if (fields.Part("exec") is { } exec)
        {
            probe["exec"] = string.Join(' ', [.. shell.Select(Quoting.Word), Quoting.Word(texts.ForShell(exec, "command", exec.Text("command") ?? "true"))]);
            exec.Lose("working_dir", "it is looked from the folder of the job; let the command begin with cd");
            exec.LoseRest("nobody knows it here");
        }
        else if (fields.Part("http_get") is { } get)
        {
            probe["http"] = Url(get, texts);
        }
        else
        {
            job.Tell(name, "has neither exec nor http_get, and is left out");
            return null;
        }

        probe["delay"] = fields.Number("initial_delay_seconds");
        probe["period"] = fields.Number("period_seconds") ?? DefaultPeriod;
        probe["timeout"] = fields.Number("timeout_seconds");
        probe["failures"] = fields.Whole("failure_threshold");
        foreach (var setting in probe.Where(entry => entry.Value is null).Select(entry => entry.Key).ToArray())
        {
            probe.Remove(setting);
        }

        fields.Lose("success_threshold", "one success is enough", "1");
        fields.LoseRest("nobody knows it here");
        return probe;
    }

    private static string Url(Fields get, Texts texts)
    {
        var scheme = get.Text("scheme")?.ToLowerInvariant() ?? "http";
        var host = texts.Now(get, "host", get.Text("host") ?? "127.0.0.1");
        var port = get.Text("port") is { } given ? $":{texts.Now(get, "port", given)}" : "";
        var path = texts.Now(get, "path", get.Text("path") ?? "/");
        get.Lose("status_code", "a status from 200 to 399 is a success", "200");
        get.Lose("headers", "it is asked without headers of its own; exec can call curl with them");
        get.LoseRest("nobody knows it here");
        return $"{scheme}://{host}{port}/{path.TrimStart('/')}";
    }
}
