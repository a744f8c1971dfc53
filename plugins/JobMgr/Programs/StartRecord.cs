using System.Globalization;
using CC.Supervision.Processes;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>
/// Remembers the process that was started, in a file beside the daemon's pid file: if the node is killed, the next one finds it. One that has gone into the background is found by
/// its pid file instead.
/// </summary>
internal sealed class StartRecord(string pidFile)
{
    private readonly string path = $"{pidFile}.started";

    /// <summary>Where it is; null if there is none, for want of a pid file's name.</summary>
    public string? Path => pidFile.Length > 0 ? path : null;

    /// <summary>The process that it names, which may have ended; null if it names none.</summary>
    public RunningProcess? Read()
    {
        try
        {
            return Path is null ? null : Parse(File.ReadAllText(path), Boot.Id);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(RunningProcess process)
    {
        if (Path is not null)
        {
            var next = $"{path}.new";
            File.WriteAllText(next, Format(process, Boot.Id));
            File.Move(next, path, overwrite: true);
        }
    }

    public void Remove()
    {
        try
        {
            if (Path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It names a process that is gone, and whoever reads it sees that.
        }
    }

    public static string Format(RunningProcess process, string boot) => string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.Started} {boot}\n");

    public static RunningProcess? Parse(string text, string boot) =>
        text.Split(' ', StringSplitOptions.TrimEntries) is [var id, var started, var written] && written == boot
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && process > 1
        && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        ? new RunningProcess(process, ticks) : null;
}
