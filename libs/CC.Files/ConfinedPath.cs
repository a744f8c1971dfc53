using System.Text;

namespace CC.Files;

/// <summary>Builds paths of names that come from outside, which must not lead out of their folder.</summary>
public static class ConfinedPath
{
    private const int MaxNameOctets = 255;
    private const int MaxPathOctets = 4000;

    /// <summary>The path of <paramref name="relative"/> below a folder, or null if it would not be below it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="relative">Names joined by <c>/</c>. None of them may be empty, <c>.</c> or <c>..</c>, hold control characters or a backslash, or be too long for a file system.</param>
    public static string? Below(string folder, string relative)
    {
        var names = relative.Split('/');
        return names.All(IsName) && Encoding.UTF8.GetByteCount(relative) <= MaxPathOctets
            ? Path.Combine([Path.GetFullPath(folder), .. names])
            : null;
    }

    private static bool IsName(string name) =>
        name is not ("" or "." or "..")
        && !name.Any(letter => char.IsControl(letter) || letter == '\\')
        && (!OperatingSystem.IsWindows() || (name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && !name.EndsWith('.') && !name.EndsWith(' ')))
        && Encoding.UTF8.GetByteCount(name) <= MaxNameOctets;
}
