using System.Text.Json.Nodes;
using CC.Supervision.Jobs;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>A job that has a section of the node's configuration.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Name">The job's.</param>
/// <param name="Settings">What it says of the job, as <c>job.load</c> would have it.</param>
/// <param name="Priority">Jobs with less are started earlier.</param>
/// <param name="Starts">Whether it is started when it is loaded.</param>
internal sealed record ConfiguredJob(string Section, JobName Name, JsonObject Settings, int Priority, bool Starts)
{
    /// <summary>The setting that tells such a job from those that were loaded by messages.</summary>
    private const string Mark = "configured";

    /// <summary>The settings, so that those who come later know where they are from.</summary>
    public JobConfig Config => JobConfigReader.Read(Marked());

    /// <summary>Whether a job has come from a configuration.</summary>
    public static bool Is(JobConfig job) => job.Given?.ContainsKey(Mark) == true;

    /// <summary>Whether a job is as the section says.</summary>
    public bool SameAs(JobConfig job) => JsonNode.DeepEquals(job.Given, Marked());

    /// <summary>Whether two sections say the same of the job.</summary>
    public bool SaysTheSame(ConfiguredJob other) => JsonNode.DeepEquals(Settings, other.Settings);

    /// <summary>Whoever loads a job by a message does not have it come from the configuration.</summary>
    public static void Unmark(JsonObject arguments) => (arguments["config"] as JsonObject)?.Remove(Mark);

    private JsonObject Marked()
    {
        var settings = (JsonObject)Settings.DeepClone();
        settings[Mark] = true;
        return settings;
    }
}
