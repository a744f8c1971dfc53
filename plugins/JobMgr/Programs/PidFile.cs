using System.Globalization;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>The file into which a daemon writes its process id.</summary>
internal static class PidFile
{
    /// <summary>Clocks are read one after the other, and the system's ticks are coarse.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>The process that the file names, if it runs and can be the one that has written it.</summary>
    public static RunningProcess? Process(string path, TimeProvider time)
    {
        try
        {
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path));
            return int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id > 1 && id != Environment.ProcessId
                && RunningProcess.Of(id) is { } process
                && CanHaveWritten(written, SystemClock.TimeOf(process.Started, time.GetUtcNow()))
                ? process : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A process that is younger than the file has been given the id of one that is gone.</summary>
    public static bool CanHaveWritten(DateTimeOffset written, DateTimeOffset started) => started <= written + Slack;
}
