using System.Globalization;
using CC.Programs;
using CC.Supervision.Jobs;

namespace CC.Supervision.Health;

/// <summary>Reads a probe: an object with one of <c>exec</c>, <c>tcp</c>, <c>http</c>, <c>log</c> and <c>notify</c>.</summary>
internal static class ProbeReader
{
    /// <param name="fields">The job.</param>
    /// <param name="name">The field that has the probe.</param>
    /// <param name="isForReadiness">Whether those are allowed that are told once.</param>
    public static ProbeRules? Read(JobFields fields, string name, bool isForReadiness)
    {
        string[] kinds = isForReadiness ? ["exec", "tcp", "http", "log", "notify"] : ["exec", "tcp", "http"];
        if (fields.Part(name, [.. kinds, "delay", "period", "timeout", "failures"]) is not { } part)
        {
            return null;
        }

        if (kinds.Where(kind => part.Value(kind) is not null).ToArray() is not [var only])
        {
            return fields.Wrong<ProbeRules?>(name, $"an object with one of {string.Join(", ", kinds)}", null);
        }

        var rules = new ProbeRules(Enum.Parse<ProbeKind>(only, ignoreCase: true), only == "notify" ? "" : part.Text(only) ?? "");
        if (only == "notify" ? part.Flag(only) != true : BrokenRule(rules) is not null)
        {
            part.Wrong(only, only == "notify" ? "true" : BrokenRule(rules)!, "");
        }

        return rules with
        {
            Delay = part.Seconds("delay", 0, 86400) ?? rules.Delay,
            Period = part.Seconds("period", 0.01, 86400) ?? rules.Period,
            Timeout = part.Seconds("timeout", 0.01, 86400) ?? rules.Timeout,
            Failures = part.Number("failures", 0, int.MaxValue) ?? rules.Failures,
        };
    }

    private static string? BrokenRule(ProbeRules rules) => rules.Kind switch
    {
        ProbeKind.Exec => IsCommand(rules.Target) ? null : "a command line",
        ProbeKind.Tcp => rules.Target.Split(':') is [{ Length: > 0 }, var port] && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "HOST:PORT",
        ProbeKind.Http => Uri.TryCreate(rules.Target, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? null : "a URL, http://... or https://...",
        _ => IsExpression(rules.Target) ? null : "a regular expression without lookarounds, references back and atomic groups",
    };

    private static bool IsCommand(string text)
    {
        try
        {
            return CommandWords.Split(text).Count > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsExpression(string text)
    {
        try
        {
            return text.Length > 0 && LineMatch.Expression(text) is not null;
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
