using System.Globalization;

namespace CC.Supervision.Processes;

/// <summary>What Linux says of a process in <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="State">A letter: Z and X are processes that have ended.</param>
/// <param name="Parent">The process that has started it, or has taken it over.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Ticks">Processor time in ticks: in its own code, and in the kernel for it.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Started">When it was started: clock ticks since the machine was. With the number that names one process, whatever comes later.</param>
/// <param name="VirtualOctets">Its address space.</param>
public sealed record ProcessStat(char State, int Parent, int Group, int Session, long Ticks, int Threads, long Started, long VirtualOctets)
{
    // Positions after the program's name.
    private const int ParentField = 1;
    private const int GroupField = 2;
    private const int SessionField = 3;
    private const int UserTicksField = 11;
    private const int SystemTicksField = 12;
    private const int ThreadsField = 17;
    private const int StartedField = 19;
    private const int VirtualField = 20;

    /// <summary>Whether it has ended, and only waits to be collected.</summary>
    public bool HasEnded => State is 'Z' or 'X' or 'x';

    /// <summary>The process of that number; null if there is none.</summary>
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
    internal static ProcessStat? Parse(string text)
    {
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length <= VirtualField ? null : new ProcessStat(
            fields[0][0],
            (int)Number(fields[ParentField]),
            (int)Number(fields[GroupField]),
            (int)Number(fields[SessionField]),
            Number(fields[UserTicksField]) + Number(fields[SystemTicksField]),
            (int)Number(fields[ThreadsField]),
            Number(fields[StartedField]),
            Number(fields[VirtualField]));
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
