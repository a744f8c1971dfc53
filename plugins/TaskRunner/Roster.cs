namespace CC.Plugins.TaskRunner;

/// <summary>The tasks that are remembered. Belongs to the runner's loop.</summary>
internal sealed class Roster(TaskRunnerOptions options, TimeProvider time)
{
    private readonly Dictionary<string, TaskEntry> entries = [];
    private readonly List<TaskEntry> waiting = [];

    public IReadOnlyCollection<TaskEntry> All => entries.Values;

    /// <summary>Those that run, or have been told to end.</summary>
    public IEnumerable<TaskEntry> UnderWay => entries.Values.Where(entry => TaskStates.IsUnderWay(entry.State));

    /// <summary>Those whose end may have to be told again.</summary>
    public IEnumerable<TaskEntry> Unsettled => entries.Values.Where(entry => entry is { HasEnded: true, IsSettled: false });

    public bool IsFull => options.MaxAtOnce > 0 && waiting.Count >= options.MaxWaiting && UnderWay.Count() >= options.MaxAtOnce;

    public TaskEntry? Find(string id) => entries.GetValueOrDefault(id);

    public void Add(TaskEntry entry)
    {
        entries[entry.Id] = entry;
        if (entry.State == TaskState.Waiting)
        {
            waiting.Add(entry);
        }
    }

    public void Remove(TaskEntry entry)
    {
        entries.Remove(entry.Id);
        waiting.Remove(entry);
    }

    /// <summary>Takes out those whose turn it is, in the order in which they came, one section's limit holding up no other.</summary>
    public IReadOnlyList<TaskEntry> TakeTurns()
    {
        waiting.RemoveAll(entry => entry.State != TaskState.Waiting);
        if (waiting is [])
        {
            return [];
        }

        var running = UnderWay.GroupBy(entry => entry.Record.Handler).ToDictionary(group => group.Key, group => group.Count());
        var all = running.Values.Sum();
        var turns = new List<TaskEntry>();
        foreach (var entry in waiting)
        {
            var ofSection = running.GetValueOrDefault(entry.Record.Handler);
            if (HasRoom(all, options.MaxAtOnce) && HasRoom(ofSection, entry.Task?.MaxAtOnce ?? 0))
            {
                running[entry.Record.Handler] = ofSection + 1;
                all++;
                turns.Add(entry);
            }
        }

        waiting.RemoveAll(turns.Contains);
        return turns;
    }

    /// <summary>Forgets tasks that have ended long enough ago, but for the last ones.</summary>
    public void Forget()
    {
        var now = Seconds(time);
        foreach (var old in entries.Values
            .Where(entry => entry.HasEnded)
            .OrderByDescending(entry => entry.Record.Ended)
            .Skip(options.HistorySize)
            .Where(entry => now - entry.Record.Ended > options.TaskGracePeriod.TotalSeconds)
            .ToArray())
        {
            entries.Remove(old.Id);
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<PastTask> History(int most) => [.. entries.Values.OrderByDescending(entry => entry.Record.Accepted).Take(most).Select(entry => entry.Past())];

    /// <summary>Now, in seconds since 1970.</summary>
    public static double Seconds(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static bool HasRoom(int running, int limit) => limit == 0 || running < limit;
}
