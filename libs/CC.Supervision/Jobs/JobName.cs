namespace CC.Supervision.Jobs;

/// <summary>A job's name within its session.</summary>
/// <param name="Session">The session; has no dot and no slash.</param>
/// <param name="Job">The job.</param>
public readonly record struct JobName(string Session, string Job)
{
    /// <summary>The session of a job whose name says nothing of one.</summary>
    public const string DefaultSession = "default";

    /// <summary>Reads <c>session.job</c>, <c>session/job</c> or <c>job</c>: what is before the first dot is the session, or, if there is no dot, what is before the first slash.</summary>
    public static JobName Parse(string text)
    {
        var at = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? dot : text.IndexOf('/', StringComparison.Ordinal);
        return at < 0 ? new JobName(DefaultSession, text) : new JobName(text[..at], text[(at + 1)..]);
    }

    /// <summary>Another job by what this one calls it: a name alone is one of the same session.</summary>
    public JobName Other(string text) => text.Contains('.') || text.Contains('/') ? Parse(text) : this with { Job = text };

    /// <summary><c>session.job</c></summary>
    public override string ToString() => $"{Session}.{Job}";
}
