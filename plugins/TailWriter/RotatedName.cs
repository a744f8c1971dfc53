using System.Globalization;
using System.Text.RegularExpressions;

namespace CC.Plugins.TailWriter;

/// <summary>
/// Names of the targets that one rotated file is stored in, one after the other: PATH.2026-01-31_23-59-59, after the local time, and with a number
/// behind where that is taken. In the order of their letters they are in the order in which they were made, even where the clock goes back.
/// </summary>
internal static partial class RotatedName
{
    /// <summary>The most that is added to a path, unless there are a thousand of the same second.</summary>
    public const string Longest = ".2026-01-31_23-59-59-999";

    /// <summary>The next name.</summary>
    /// <param name="path">The path without time.</param>
    /// <param name="localTime">The time.</param>
    /// <param name="newest">The name before it, or null.</param>
    /// <param name="isTaken">Whether there is such a file already.</param>
    public static string Next(string path, DateTimeOffset localTime, string? newest, Func<string, bool> isTaken)
    {
        var stamped = $"{path}.{localTime.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture)}";
        var number = 0;
        if (newest is not null && string.CompareOrdinal(stamped, newest) <= 0 && Stamp().Match(newest, path.Length) is { Success: true } last)
        {
            stamped = path + last.Groups["time"].Value;
            number = last.Groups["number"] is { Success: true } counted ? int.Parse(counted.Value, CultureInfo.InvariantCulture) + 1 : 1;
        }

        string name;
        do
        {
            name = number == 0 ? stamped : $"{stamped}-{number:000}";
            number++;
        }
        while (isTaken(name));

        return name;
    }

    /// <summary>Whether a name is one that <see cref="Next"/> made for a path.</summary>
    public static bool IsOf(string name, string path) => PathOf(name) == path;

    /// <summary>The path that a name was made for, or null if it was made for none.</summary>
    public static string? PathOf(string name) => Stamp().Match(name) is { Success: true } stamp ? name[..stamp.Index] : null;

    [GeneratedRegex(@"(?<time>\.[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2})(-(?<number>[0-9]{3,9}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Stamp();
}
