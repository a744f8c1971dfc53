using System.Text.RegularExpressions;
using CC.Programs;

namespace CC.Supervision.Jobs;

/// <summary>What has to hold for a job, whether it comes from JSON or from a program.</summary>
internal static partial class JobRules
{
    /// <summary>All that is wrong, each with its rule.</summary>
    public static IEnumerable<string> Broken(JobConfig job)
    {
        if (job.Name.Length == 0)
        {
            yield return "name is missing";
        }
        else if (job.Name.Any(letter => char.IsControl(letter) || letter is '/' or ' '))
        {
            yield return $"name is '{job.Name}'; it has to be without blanks, slashes and control characters";
        }

        if (string.IsNullOrWhiteSpace(job.Command))
        {
            yield return "cmd is missing";
        }
        else if (!job.UsesShell && Split(job.Command) is { } wrong)
        {
            yield return $"cmd can't be split: {wrong}";
        }

        foreach (var name in job.Environment.Keys.Where(name => name.Length == 0 || name.Contains('=') || name.Contains('\0')))
        {
            yield return $"env has the name '{name}'; it has to be a name without '='";
        }

        foreach (var (setting, _) in Texts(job).Where(entry => entry.Text.Contains('\0')))
        {
            yield return $"{setting} has a NUL character, which would end it; it has to be without";
        }

        foreach (var label in job.Logs.Where(entry => entry.Value.Path.Length == 0).Select(entry => entry.Key))
        {
            yield return $"logs.{label}.path is empty; it has to be the name of a file";
        }

        if (job.CustomStreams.Distinct().Count() < job.CustomStreams.Length || job.CustomStreams.Any(label => label.Length == 0 || job.OutputLabels.Contains(label)))
        {
            yield return "custom_streams has a label twice, one without letters, or one that redirect_output has";
        }

        foreach (var label in job.Logs.Keys.Where(label => !job.OutputLabels.Take(2).Contains(label)))
        {
            yield return $"logs has '{label}', which is no label of redirect_output";
        }

        if (job.IsDetached && (job.OutputLabels.Length > 0 || job.HasInput || job.CustomStreams.Length > 0))
        {
            yield return "detach is true, and streams are redirected; they would break when the supervisor stops, so it has to be one or the other";
        }
    }

    /// <summary>What is wrong with a session's name, or null.</summary>
    public static string? BrokenSession(string session) =>
        SessionName().IsMatch(session) ? null : $"the session is '{session}'; it has to be letters, digits, '-' and '_', since a dot or slash ends it in names";

    /// <summary>What the system is given as a text that ends with NUL, and the setting of each.</summary>
    private static IEnumerable<(string Setting, string Text)> Texts(JobConfig job) =>
    [
        ("cmd", job.Command),
        .. job.Arguments.Select(text => ("args", text)),
        .. job.Environment.Select(entry => ($"env.{entry.Key}", entry.Value)),
        ("cwd", job.WorkingDirectory ?? ""),
        .. job.Logs.Select(entry => ($"logs.{entry.Key}.path", entry.Value.Path)),
    ];

    private static string? Split(string line)
    {
        try
        {
            return CommandWords.Split(line).Count == 0 ? "it has no words" : null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex SessionName();
}
