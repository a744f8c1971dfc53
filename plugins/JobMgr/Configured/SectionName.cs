using CC.Supervision.Jobs;

namespace CC.Plugins.JobMgr.Configured;

/// <summary>The names of sections as gaffer has them: <c>job:NAME</c>, <c>process:NAME</c>, <c>env:NAME</c>, where NAME is a job of the session default, or SESSION:JOB, SESSION/JOB or SESSION.JOB.</summary>
internal static class SectionName
{
    public const string Job = "job:";
    public const string Process = "process:";
    public const string Environment = "env:";
    public const string Webhooks = "webhooks";

    public static bool IsJob(string section) => section.StartsWith(Job, StringComparison.Ordinal) || section.StartsWith(Process, StringComparison.Ordinal);

    public static bool IsEnvironment(string section) => section.StartsWith(Environment, StringComparison.Ordinal);

    /// <summary>The job that a section is about.</summary>
    public static JobName JobOf(string section)
    {
        var name = section[(section.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return "/:.".Select(separator => name.IndexOf(separator, StringComparison.Ordinal)).FirstOrDefault(at => at >= 0, -1) is >= 0 and var at
            ? new JobName(name[..at], name[(at + 1)..])
            : new JobName(JobName.DefaultSession, name);
    }
}
