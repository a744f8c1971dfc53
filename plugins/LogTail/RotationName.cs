using System.Globalization;
using System.Text.RegularExpressions;

namespace CC.Plugins.LogTail;

/// <summary>Tells by their names which files log rotation has put aside for a log, or copied from it.</summary>
internal static partial class RotationName
{
    /// <summary>Shorter than any date.</summary>
    private const int MaxDigitsOfNumber = 5;

    /// <summary>
    /// Whether a name is the log's with a number or a date behind it, or in front of its extension: for <c>app.log</c>, such as <c>app.log.1</c>,
    /// <c>app.log-20260131</c> and <c>app-2026-01-31.log</c>; not <c>app.log.gz</c>, nor <c>app-error.log</c>.
    /// </summary>
    public static bool IsAside(string log, string name) => Addition(log, name) is { } addition && NumberOrDate().IsMatch(addition);

    /// <summary>Whether a name is likely enough that of a copy to look into the file.</summary>
    public static bool MayBeCopy(string log, string name) => name != log && name.StartsWith(Path.GetFileNameWithoutExtension(log), StringComparison.Ordinal);

    /// <summary>Orders names by what was added to them: dates ascend, and a number becomes greater each time the log is rotated, so that 2 is older than 1.</summary>
    public static IComparer<string> OldestFirst(string log) => Comparer<string>.Create((one, other) =>
        (NumberIn(log, one), NumberIn(log, other)) is ({ } number, { } otherNumber) && number != otherNumber
            ? otherNumber.CompareTo(number)
            : string.CompareOrdinal(one, other));

    /// <summary>The number added to a name; null for a date, or nothing.</summary>
    private static int? NumberIn(string log, string name) =>
        Addition(log, name) is { Length: > 1 and <= 1 + MaxDigitsOfNumber } addition && int.TryParse(addition.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Addition(string log, string name)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(log), Path.GetExtension(log));
        return name.StartsWith(log, StringComparison.Ordinal) ? name[log.Length..]
            : name.Length > log.Length && name.StartsWith(stem, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal)
                ? name[stem.Length..^extension.Length]
                : null;
    }

    [GeneratedRegex(@"\A[-._][0-9][-._:T0-9]*\z")]
    private static partial Regex NumberOrDate();
}
