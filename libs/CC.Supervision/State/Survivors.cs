using System.Globalization;
using System.Text;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;

namespace CC.Supervision.State;

/// <summary>
/// Finds what an earlier supervisor of the same name has left behind: by the environment that its processes were started with, of which the table of processes is a record that can't be damaged, nor be older than a
/// process; by what it has remembered of those that it has started itself; and by their sessions.
/// </summary>
internal static class Survivors
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <param name="supervisor">Its name.</param>
    /// <param name="remembered">What it has remembered.</param>
    public static IReadOnlyList<Survivor> Find(string supervisor, IReadOnlyList<Survivor> remembered)
    {
        int[] all = [.. AllProcesses.Numbers()];
        var marked = all.Select(process => Read(process, supervisor)).OfType<Survivor>().Concat(remembered).DistinctBy(survivor => survivor.Process).ToDictionary(survivor => survivor.Process);
        return [.. marked.Values, .. all.Where(process => !marked.ContainsKey(process)).Select(process => InSessionOf(process, marked)).OfType<Survivor>()];
    }

    /// <summary>Ends them, and completes when they are gone.</summary>
    public static async Task EndAsync(IReadOnlyList<Survivor> survivors, ProcessHost host, TimeProvider time)
    {
        ChildProcess[] processes = [.. survivors.Select(survivor => host.Adopt(survivor.Process, survivor.Started)).OfType<ChildProcess>()];
        Task gone = Task.WhenAll(processes.Select(process => process.Exited));
        Array.ForEach(processes, process => process.Signal(Signals.Terminate));
        await gone.WaitAsync(Grace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(processes, process => process.Signal(Signals.Kill));
        await gone.ConfigureAwait(false);
    }

    private static Survivor? Read(int process, string supervisor)
    {
        try
        {
            var variables = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ")).Split('\0');
            return Value(variables, OrderMaker.SupervisorVariable) == supervisor
                && Value(variables, OrderMaker.JobVariable) is { } job
                && ProcessStat.Of(process) is { HasEnded: false } stat
                ? new Survivor(process, stat.Started, JobName.Parse(job), Place(variables), stat.Session == process)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // It has gone, or is another user's.
        }
    }

    /// <summary>One that has cleared its environment, in a session that is the supervisor's doing.</summary>
    private static Survivor? InSessionOf(int process, Dictionary<int, Survivor> marked) =>
        ProcessStat.Of(process) is { HasEnded: false } stat && marked.TryGetValue(stat.Session, out var leader) && leader.LeadsSession
            ? new Survivor(process, stat.Started, leader.Job, null, LeadsSession: false)
            : null;

    private static int? Place(string[] variables) =>
        int.TryParse(Value(variables, OrderMaker.IndexVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    private static string? Value(string[] variables, string name) =>
        variables.FirstOrDefault(variable => variable.StartsWith(name, StringComparison.Ordinal) && variable.AsSpan(name.Length).StartsWith("="))?[(name.Length + 1)..];
}
