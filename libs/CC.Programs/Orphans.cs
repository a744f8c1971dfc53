using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CC.Programs;

/// <summary>
/// Programs that go on after what has started them was killed. They are found by a variable of their environment, with all that they have started: the table of processes is the record, which can't be
/// damaged, nor be older than a process. Linux; elsewhere none is found, nor are those of other users.
/// </summary>
public static partial class Orphans
{
    private const int Terminate = 15;
    private const int KillAtOnce = 9;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.05);

    /// <summary>The processes that were started with a variable of one of some values. If this process was, they may be those that it has to do with, and are left out.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="values">The values.</param>
    public static IReadOnlyList<int> Find(string variable, IEnumerable<string> values)
    {
        var own = Environment.GetEnvironmentVariable(variable);
        var wanted = values.Where(value => value != own).Select(value => $"{variable}={value}").ToHashSet();
        return wanted.Count == 0 || !OperatingSystem.IsLinux() ? [] : [.. Processes().Where(process => VariablesOf(process).Any(wanted.Contains))];
    }

    /// <summary>Ends them by SIGTERM, and by SIGKILL if that is of no use, and completes when they are gone.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="values">The values.</param>
    /// <param name="grace">How long they may take to end before they are killed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task EndAsync(string variable, IReadOnlyCollection<string> values, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        var told = new HashSet<int>();
        var began = time.GetTimestamp();
        while (Find(variable, values) is not [] and var left)
        {
            var isOver = time.GetElapsedTime(began) >= grace;
            foreach (var process in left.Where(process => told.Add(process) || isOver))
            {
                _ = Send(process, isOver ? KillAtOnce : Terminate);
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
        .Where(process => process > 0);

    private static string[] VariablesOf(int process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ")).Split('\0');
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return []; // It has gone, or is another user's.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
