using System.Globalization;
using System.Runtime.InteropServices;

namespace CC.Supervision.Processes;

/// <summary>A process with all that it has started: its session, and what has left that but still has it as an ancestor.</summary>
internal static partial class ProcessTree
{
    /// <summary>Sends a signal to all of it.</summary>
    public static void Signal(int process, int signal)
    {
        var others = Descendants(process); // before their parents go, and they have others
        _ = Send(-process, signal);
        foreach (var other in others.Where(other => ProcessStat.Of(other)?.Session != process))
        {
            _ = Send(other, signal);
        }
    }

    /// <summary>What a process has left behind in its group when it ended; it must not have been collected yet.</summary>
    public static void KillGroup(int process) => _ = Send(-process, Signals.Kill);

    /// <summary>The processes that have it as an ancestor, nearest first.</summary>
    public static IReadOnlyList<int> Descendants(int process)
    {
        var found = new List<int>(Children(process));
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(Children(found[i]));
        }

        return found;
    }

    private static IEnumerable<int> Children(int process)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{process}/task")
                .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
