using System.Text;
using CC.Plugins.JobMgr.Configured;
using CC.Plugins.JobMgr.Daemons;
using CC.Sdk.Options;
using CC.Supervision.Webhooks;

namespace CC.Plugins.JobMgr;

/// <summary>A job manager's section, and those of the jobs.</summary>
public sealed record JobMgrOptions : IValidatedOptions, ISectionRules
{
    /// <summary>The sections of the daemons to keep running.</summary>
    [Option(Refers = SectionKind.Daemon, ReferredOptions = typeof(DaemonOptions))]
    public IReadOnlyList<string> Daemons { get; init; } = [];

    /// <summary>Where jobs are kept, how many of each are to run, and which are stopped; by default beside the node's pidfile, with the section's name and the extension .jobs.</summary>
    [Option(Path = true)]
    public string State { get; init; } = "";

    /// <summary>What webhooks are signed with.</summary>
    public string WebhookSecret { get; init; } = "";

    /// <summary>The file that has it, in one line.</summary>
    [Option(Path = true)]
    public string WebhookSecretFile { get; init; } = "";

    /// <summary>How long one attempt to tell a webhook may take.</summary>
    [Option(Min = 0.1)]
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is tried to tell a webhook of an event.</summary>
    [Option(Min = 1)]
    public int WebhookAttempts { get; init; } = 10;

    /// <summary>The longest pause between two attempts; the first is a second, and each next one twice as long.</summary>
    [Option(Min = 0.1)]
    public TimeSpan WebhookPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many events may wait for a webhook.</summary>
    [Option(Min = 1, Max = 1_000_000)]
    public int WebhookQueue { get; init; } = 1000;

    /// <summary>The sections of jobs, of their environments, and of webhooks.</summary>
    [Sections(SectionName.Job, SectionName.Process, SectionName.Environment, SectionName.Webhooks)]
    public IReadOnlyList<ConfiguredSection> Sections { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<SectionFinding> CheckSections() => JobSections.Read(Sections).Findings;

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (WebhookSecret.Length > 0 && WebhookSecretFile.Length > 0)
        {
            yield return ("webhook-secret-file", "is given together with webhook-secret; leave one of them out");
        }
        else if (WhyNoSecret() is { } why)
        {
            yield return ("webhook-secret-file", why);
        }
    }

    /// <summary>How webhooks are called.</summary>
    /// <exception cref="IOException">The file of the secret can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal WebhookOptions Webhooks()
    {
        var longest = WebhookPause;
        var standard = new WebhookOptions();
        return standard with
        {
            Secret = Secret(),
            Timeout = WebhookTimeout,
            Attempts = WebhookAttempts,
            FirstPause = longest < standard.FirstPause ? longest : standard.FirstPause,
            LongestPause = longest,
            QueueSize = WebhookQueue,
        };
    }

    private byte[] Secret() => Encoding.UTF8.GetBytes(WebhookSecretFile.Length > 0 ? File.ReadAllText(WebhookSecretFile).TrimEnd('\r', '\n') : WebhookSecret);

    private string? WhyNoSecret()
    {
        try
        {
            return WebhookSecretFile.Length > 0 && Secret() is [] ? "is an empty file; write the secret into it" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"can't be read: {failure.Message}";
        }
    }
}
