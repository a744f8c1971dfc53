using System.Text.RegularExpressions;

namespace CC.Plugins.LogTail;

/// <summary>Tells by their names which files log rotation has put aside for a log, or copied from it.</summary>
internal static partial class RotationName
{
    /// <summary>
    /// Whether a name is the log's with a number or a date behind it, or in front of its extension: for <c>app.log</c>, such as <c>app.log.1</c>,
    /// <c>app.log-20260131</c> and <c>app-2026-01-31.log</c>; not <c>app.log.gz</c>, nor <c>app-error.log</c>.
    /// </summary>
    public static bool IsAside(string log, string name) => Addition(log, name) is { } addition && NumberOrDate().IsMatch(addition);

    /// <summary>Whether a name is likely enough that of a copy to look into the file.</summary>
    public static bool MayBeCopy(string log, string name) => name != log && name.StartsWith(Path.GetFileNameWithoutExtension(log), StringComparison.Ordinal);

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
