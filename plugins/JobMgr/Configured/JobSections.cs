using System.Text.Json.Nodes;
using CC.Sdk.Options;
using CC.Supervision.Jobs;
using CC.Supervision.Webhooks;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>What the sections of a configuration say that are gaffer's: <c>[job:NAME]</c>, <c>[process:NAME]</c>, <c>[env:NAME]</c>, <c>[webhooks]</c>.</summary>
internal sealed class JobSections
{
    private readonly List<SectionFinding> findings = [];
    private readonly List<ConfiguredJob> jobs = [];
    private readonly List<Webhook> webhooks = [];

    private JobSections()
    {
    }

    /// <summary>The jobs in the order in which they are started: those of less priority first, then as in the file.</summary>
    public IReadOnlyList<ConfiguredJob> Jobs { get; private set; } = [];

    /// <summary>Who is told of which events.</summary>
    public IReadOnlyList<Webhook> Webhooks => webhooks;

    /// <summary>What is wrong with the sections.</summary>
    public IReadOnlyList<SectionFinding> Findings => findings;

    public static JobSections Read(IReadOnlyList<ConfiguredSection> sections)
    {
        var read = new JobSections();
        var environments = sections.Where(section => SectionName.IsEnvironment(section.Name)).ToLookup(section => SectionName.JobOf(section.Name));
        foreach (var section in sections.Where(section => SectionName.IsJob(section.Name)))
        {
            read.AddJob(section, environments);
        }

        foreach (var environment in environments.Where(environment => read.jobs.TrueForAll(job => job.Name != environment.Key)).SelectMany(environment => environment))
        {
            read.findings.Add(new SectionFinding(environment.Name, "", $"no section has the job {SectionName.JobOf(environment.Name)}, and the environment no effect") { IsWarning = true });
        }

        read.findings.AddRange(JobCircles.Find(read.jobs));
        foreach (var section in sections.Where(section => section.Name == SectionName.Webhooks))
        {
            read.AddWebhooks(section);
        }

        read.Jobs = [.. read.jobs.OrderBy(job => job.Priority)];
        return read;
    }

    private void AddJob(ConfiguredSection section, ILookup<JobName, ConfiguredSection> environments)
    {
        var name = SectionName.JobOf(section.Name);
        if (jobs.Find(job => job.Name == name) is { } other)
        {
            Blame(section, "", $"is the job {name}, as [{other.Section}] is; name one of them differently");
            return;
        }

        if (!section.Entries.Any(entry => IsKey(entry, "cmd")))
        {
            findings.Add(new SectionFinding(section.Name, "", "has no cmd, and is no job") { IsWarning = true });
            return;
        }

        var before = findings.Count;
        var settings = new JsonObject { ["name"] = name.Job, ["os_env"] = true };
        var (starts, priority) = (true, int.MaxValue);
        foreach (var (key, text) in section.Entries)
        {
            switch (key.ToLowerInvariant())
            {
                case "start":
                    starts = Read(section, key, SettingText.Flag(text), starts);
                    break;
                case "priority":
                    priority = Read(section, key, SettingText.Whole(text), priority);
                    break;
                default:
                    Add(section, settings, key, text);
                    break;
            }
        }

        AddEnvironment(settings, environments[name]);
        settings = (JsonObject)JsonNode.Parse(settings.ToJsonString())!; // A number that is read is of any kind that it fits.
        jobs.Add(new ConfiguredJob(section.Name, name, settings, priority, starts));
        if (findings.Skip(before).All(finding => finding.IsWarning))
        {
            findings.AddRange(JobConfigReader.Problems(settings, name.Session).Select(problem => Placed(section, problem)));
        }
    }

    private void Add(ConfiguredSection section, JsonObject settings, string key, string text)
    {
        if (JobSettings.Add(settings, key, text, out var isKnown) is { } rule)
        {
            Blame(section, key, rule);
        }
        else if (!isKnown)
        {
            findings.Add(SectionFinding.Unknown(section.Name, key, JobSettings.Known));
        }
    }

    /// <summary>The names are in capitals, as gaffer has them.</summary>
    private void AddEnvironment(JsonObject settings, IEnumerable<ConfiguredSection> sections)
    {
        foreach (var (section, at) in sections.Select((section, at) => (section, at)))
        {
            if (at > 0)
            {
                Blame(section, "", $"is the environment of {SectionName.JobOf(section.Name)} a second time; put all of it into one section");
            }

            settings["env"] = new JsonObject(section.Entries.Select(entry => KeyValuePair.Create(entry.Key.ToUpperInvariant(), (JsonNode?)entry.Value)));
        }
    }

    private void AddWebhooks(ConfiguredSection section)
    {
        foreach (var (pattern, text) in section.Entries)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                Blame(section, pattern, "is a URL, http://... or https://...");
            }
            else if (pattern != "." && pattern.TrimEnd('.').Split('.').Any(label => label.Length == 0))
            {
                Blame(section, pattern, "leads from the name of an event, or what names begin with, such as job.default.web; or from a dot alone, for all");
            }
            else
            {
                webhooks.Add(new Webhook(pattern, url));
            }
        }
    }

    private T Read<T>(ConfiguredSection section, string key, (JsonNode? Value, string? Rule) read, T instead)
    {
        if (read.Rule is { } rule)
        {
            Blame(section, key, rule);
            return instead;
        }

        return read.Value!.GetValue<T>();
    }

    private void Blame(ConfiguredSection section, string key, string rule) => findings.Add(new SectionFinding(section.Name, key, rule));

    /// <summary>What the supervisor finds wrong begins with the setting's name, and may go on with its value, which will stand before it anyway.</summary>
    private static SectionFinding Placed(ConfiguredSection section, string problem)
    {
        var setting = problem.Split(' ')[0];
        var key = section.Entries.Select(entry => entry.Key).FirstOrDefault(key => key.Equals(setting, StringComparison.OrdinalIgnoreCase))
            ?? section.Entries.Select(entry => entry.Key).FirstOrDefault(key => key.StartsWith($"{setting}.", StringComparison.OrdinalIgnoreCase));
        var rule = key != setting ? problem
            : problem.IndexOf("; it has to be ", StringComparison.Ordinal) is >= 0 and var at ? problem[(at + "; it ".Length)..]
            : problem[(setting.Length + 1)..];
        return new SectionFinding(section.Name, key ?? "", rule);
    }

    private static bool IsKey(KeyValuePair<string, string> entry, string key) => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}
