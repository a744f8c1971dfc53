using System.Globalization;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>What Linux says of a process in <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="State">A letter: Z and X are processes that have ended.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Started">When it was started: clock ticks since the machine was. With the process id that names one process, whatever comes later.</param>
internal sealed record ProcessStat(char State, int Group, int Session, long Started)
{
    private const int GroupField = 2;
    private const int SessionField = 3;
    private const int StartedField = 19;

    public bool HasEnded => State is 'Z' or 'X' or 'x';

    /// <summary>The process of that id; null if there is none.</summary>
    public static ProcessStat? Of(int process)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The program's name, in brackets, may itself have blanks and brackets; what follows it may not.</summary>
    public static ProcessStat? Parse(string text)
    {
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartedField
            && int.TryParse(fields[GroupField], CultureInfo.InvariantCulture, out var group)
            && int.TryParse(fields[SessionField], CultureInfo.InvariantCulture, out var session)
            && long.TryParse(fields[StartedField], CultureInfo.InvariantCulture, out var started)
            ? new ProcessStat(fields[0][0], group, session, started)
            : null;
    }
}
