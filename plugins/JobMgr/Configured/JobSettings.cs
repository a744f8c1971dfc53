using System.Text.Json.Nodes;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>The settings that a job's section may have: those of <c>job.load</c>, what is within an object with a dot before it (<c>ready.http</c>, <c>logs.out.path</c>).</summary>
internal static class JobSettings
{
    private delegate (JsonNode? Value, string? Rule) Reader(string text);

    private static readonly Dictionary<string, Reader> Plain = new()
    {
        ["cmd"] = SettingText.Text,
        ["args"] = SettingText.Text,
        ["os_env"] = SettingText.Flag,
        ["uid"] = SettingText.Text,
        ["gid"] = SettingText.Text,
        ["cwd"] = SettingText.Text,
        ["shell"] = SettingText.Flag,
        ["detach"] = SettingText.Flag,
        ["numprocesses"] = SettingText.Whole,
        ["port"] = SettingText.Whole,
        ["redirect_output"] = SettingText.List,
        ["flood"] = SettingText.Text,
        ["redirect_input"] = SettingText.Flag,
        ["custom_streams"] = SettingText.List,
        ["graceful_timeout"] = SettingText.Number,
        ["stop_signal"] = SettingText.Text,
        ["restart"] = SettingText.Text,
        ["flapping"] = SettingText.Flapping,
        ["umask"] = SettingText.Text,
        ["nice"] = SettingText.Whole,
        ["memory_limit"] = SettingText.Size,
        ["transient"] = SettingText.Flag,
    };

    private static readonly Dictionary<string, Reader> Probe = new()
    {
        ["exec"] = SettingText.Text,
        ["tcp"] = SettingText.Text,
        ["http"] = SettingText.Text,
        ["log"] = SettingText.Text,
        ["notify"] = SettingText.Flag,
        ["delay"] = SettingText.Number,
        ["period"] = SettingText.Number,
        ["timeout"] = SettingText.Number,
        ["failures"] = SettingText.Whole,
    };

    private static readonly Dictionary<string, Dictionary<string, Reader>> Objects = new()
    {
        ["ready"] = Probe,
        ["alive"] = Probe,
        ["backoff"] = new()
        {
            ["initial"] = SettingText.Number,
            ["cap"] = SettingText.Number,
            ["jitter"] = SettingText.Number,
            ["reset_after"] = SettingText.Number,
        },
    };

    /// <summary>Objects whose fields have names of the job's own.</summary>
    private static readonly Dictionary<string, Reader> Maps = new() { ["limits"] = SettingText.SizeOrUnlimited, ["depends_on"] = SettingText.Text };

    private static readonly Dictionary<string, Reader> Log = new()
    {
        ["path"] = SettingText.Text,
        ["max_size"] = SettingText.Size,
        ["max_age"] = SettingText.Number,
        ["keep"] = SettingText.Whole,
        ["gzip"] = SettingText.Flag,
    };

    /// <summary>What keys can be, as they are told to somebody who has misspelt one.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "start", "priority", .. Plain.Keys, .. Objects.SelectMany(entry => entry.Value.Keys, (entry, field) => $"{entry.Key}.{field}"), .. Maps.Keys.Select(name => $"{name}.NAME"), .. Log.Keys.Select(field => $"logs.LABEL.{field}"),
    ];

    /// <summary>Adds a setting to a job's; returns the rule that its text breaks, or null.</summary>
    /// <param name="settings">The job's.</param>
    /// <param name="key">The key as it is written.</param>
    /// <param name="text">The value.</param>
    /// <param name="isKnown">Whether there is such a setting.</param>
    public static string? Add(JsonObject settings, string key, string text, out bool isKnown)
    {
        if (Find(key) is not { } found)
        {
            isKnown = false;
            return null;
        }

        isKnown = true;
        var (value, rule) = found.Read(text);
        if (rule is null)
        {
            Within(settings, found.Path)[found.Path[^1]] = value;
        }

        return rule;
    }

    private static (string[] Path, Reader Read)? Find(string written)
    {
        var key = written.ToLowerInvariant();
        if (Plain.TryGetValue(key, out var plain))
        {
            return ([key], plain);
        }

        if (key.Split('.', 2) is not [var first, { Length: > 0 } field])
        {
            return null;
        }

        if (Objects.TryGetValue(first, out var fields))
        {
            return fields.TryGetValue(field, out var read) ? ([first, field], read) : null;
        }

        var own = written[(first.Length + 1)..]; // Names of labels and jobs may have capitals.
        if (Maps.TryGetValue(first, out var map))
        {
            return ([first, own], map);
        }

        return first == "logs" && own.LastIndexOf('.') is > 0 and var dot && Log.TryGetValue(own[(dot + 1)..].ToLowerInvariant(), out var log)
            ? ([first, own[..dot], own[(dot + 1)..].ToLowerInvariant()], log)
            : null;
    }

    private static JsonObject Within(JsonObject settings, string[] path)
    {
        foreach (var name in path[..^1])
        {
            if (settings[name] is not JsonObject inner)
            {
                settings[name] = inner = [];
            }

            settings = inner;
        }

        return settings;
    }
}
