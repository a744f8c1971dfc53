using CC.Supervision.Processes;
using CC.Supervision.Stats;

namespace CC.Supervision.Jobs;

/// <summary>One process of a job, from its start to its end. Owned by the supervisor's lock.</summary>
internal sealed class Copy(int pid, int? place, JobConfig job, ProcessOrder order, ChildProcess process, DateTimeOffset created, long startedAt)
{
    /// <summary>The supervisor's number of it.</summary>
    public int Pid => pid;

    /// <summary>Its place among the job's copies, from 0; null if it was committed.</summary>
    public int? Place => place;

    public bool IsCommitted => place is null;

    /// <summary>The job as it was when this was started.</summary>
    public JobConfig Job => job;

    public ChildProcess Process => process;

    /// <summary>When it was started.</summary>
    public DateTimeOffset Created => created;

    /// <summary>When it was started, by the clock that only goes on.</summary>
    public long StartedAt => startedAt;

    /// <summary>Looks at what it uses.</summary>
    public required Sampler Sampler { get; init; }

    /// <summary>How long it may take to end; a committed one may have a time of its own.</summary>
    public TimeSpan Grace { get; init; } = job.GracefulTimeout;

    /// <summary>Why it was asked to end; null while nobody has asked it to.</summary>
    public string? EndedFor { get; set; }

    /// <summary>Kills it when it takes too long to end; null while nobody has asked it to.</summary>
    public Later? Deadline { get; set; }

    /// <summary>Whether it does what it is for, as far as is known.</summary>
    public bool IsReady { get; set; }

    /// <summary>Completes when its end has been dealt with.</summary>
    public Task Watching { get; set; } = Task.CompletedTask;

    public ProcessInfo Info(JobName name) => new(
        pid,
        process.Id,
        name.ToString(),
        order.Program,
        order.Arguments,
        order.Environment,
        job.User,
        job.Group,
        (created - DateTimeOffset.UnixEpoch).TotalSeconds,
        IsCommitted,
        job.OutputLabels,
        job.HasInput,
        job.CustomStreams,
        !process.Exited.IsCompleted);

    /// <summary>The descriptor of a stream that can be written to; null if there is none of that label.</summary>
    public int? Writable(string? label) => label is null or "stdin" ? 0
        : job.CustomStreams.IndexOf(label) is >= 0 and var index ? index + 3
        : null;

    /// <summary>The label of a descriptor that is read.</summary>
    public static string Label(JobConfig job, int stream) => stream >= 3 ? job.CustomStreams[stream - 3] : job.OutputLabels[stream - 1];
}
