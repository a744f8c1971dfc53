using System.Globalization;

namespace CC.Supervision;

/// <summary>Signals by number and by name, as Linux has them on the architectures that .NET runs on (signal(7)).</summary>
public static class Signals
{
    /// <summary>Asks a process to end.</summary>
    public const int Terminate = 15;

    /// <summary>Ends a process.</summary>
    public const int Kill = 9;

    private const int Greatest = 64;

    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The signal of a number, or of a name in any case, with or without <c>SIG</c>; null if there is none.</summary>
    public static int? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number is > 0 and <= Greatest ? number : null;
        }

        var name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        return Array.FindIndex(Names, 1, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is > 0 and var found ? found : null;
    }

    /// <summary>The name of a signal, with <c>SIG</c>; of one that has none, the number.</summary>
    public static string NameOf(int signal) =>
        signal > 0 && signal < Names.Length ? $"SIG{Names[signal]}" : string.Create(CultureInfo.InvariantCulture, $"signal {signal}");
}
