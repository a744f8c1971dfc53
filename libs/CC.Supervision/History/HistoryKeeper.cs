using System.Text.Json;
using CC.Supervision.Events;
using CC.Supervision.Jobs;

namespace CC.Supervision.History;

/// <summary>
/// Keeps the histories of jobs, a file each, in a folder beside the supervisor's state. What has changed is written together after a second, so that many ends cost no more than one: a supervisor that
/// is killed loses that second. Without a state file nothing is kept.
/// </summary>
internal sealed class HistoryKeeper(Surroundings around)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly string? folder = around.Options.StateFile is { } state ? $"{state}.history" : null;
    private readonly HashSet<JobHistory> changed = [];
    private readonly HashSet<JobName> gone = [];
    private readonly Lock writing = new();
    private ITimer? timer;
    private bool hasFailed;

    /// <summary>What an earlier supervisor has kept of a job; a file that is damaged is none.</summary>
    public IReadOnlyList<ProcessRecord> Read(JobName job)
    {
        try
        {
            return folder is not null && !gone.Contains(job) && File.Exists(PathOf(job)) ? JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(job)), HistoryJson.Default.ProcessRecordArray) ?? [] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            Tell($"the history of {job} can't be read, and begins anew: {failure.Message}");
            return [];
        }
    }

    /// <summary>A history is to be written soon.</summary>
    public void Changed(JobHistory history)
    {
        if (folder is not null && changed.Add(history))
        {
            WriteSoon();
        }
    }

    /// <summary>The job is unloaded; its file goes.</summary>
    public void Forget(JobHistory history)
    {
        if (folder is not null)
        {
            changed.Remove(history);
            gone.Add(history.Name);
            WriteSoon();
        }
    }

    /// <summary>Writes what has changed.</summary>
    public void Write()
    {
        lock (writing) // so that an older state is never the last
        {
            JobName[] left;
            (JobName Job, ProcessRecord[] Records)[] histories;
            lock (around.Gate)
            {
                timer?.Dispose();
                timer = null;
                left = [.. gone];
                histories = [.. changed.Select(history => (history.Name, history.Records.ToArray()))];
                gone.Clear();
                changed.Clear();
            }

            Try(() => Array.ForEach(left, Delete));
            Try(() => Array.ForEach(histories, entry => Write(entry.Job, entry.Records)));
        }
    }

    private void WriteSoon() => timer ??= around.Time.CreateTimer(_ => Write(), null, Delay, Timeout.InfiniteTimeSpan);

    private void Write(JobName job, ProcessRecord[] records)
    {
        OwnFile.MakeFolder(folder!);
        OwnFile.Replace(PathOf(job), JsonSerializer.SerializeToUtf8Bytes(records, HistoryJson.Default.ProcessRecordArray), durably: false);
    }

    private void Delete(JobName job)
    {
        if (File.Exists(PathOf(job)))
        {
            File.Delete(PathOf(job));
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
            hasFailed = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!hasFailed)
            {
                hasFailed = true;
                Tell($"the history of jobs can't be kept in {folder}: {failure.Message}");
            }
        }
    }

    private void Tell(string why) => around.Publish(new SupervisorEvent("") { Reason = why }, "state_error");

    private string PathOf(JobName job) => Path.Combine(folder!, $"{job}.json");
}
