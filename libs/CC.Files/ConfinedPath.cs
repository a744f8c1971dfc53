using System.Runtime.InteropServices;
using System.Text;

namespace CC.Files;

/// <summary>Builds paths of names that come from outside, which must not lead out of their folder.</summary>
public static partial class ConfinedPath
{
    private const int MaxNameOctets = 255;
    private const int MaxPathOctets = 4000;
    private const int MaxRealPathOctets = 4096; // PATH_MAX

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

    /// <summary>A path from outside as the original normalises it: without empty names and <c>.</c>, and each <c>..</c> takes away the name before it. Where none is left to take, it stays.</summary>
    /// <param name="path">Names joined by <c>/</c>.</param>
    public static string Normalise(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Split('/'))
        {
            if (name == ".." && names is [.., not ".."])
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("" or "."))
            {
                names.Add(name);
            }
        }

        return string.Join('/', names);
    }

    /// <summary>
    /// Whether a symbolic link makes a path below a folder lead somewhere that is not below it. The folder itself may be a link, and links may lead to other places
    /// below it. Systems other than Unix are not asked.
    /// </summary>
    public static bool LeadsOut(string folder, string path)
    {
        if (OperatingSystem.IsWindows() || RealPath(folder) is not { } top)
        {
            return false;
        }

        var existing = path;
        string? real;
        while ((real = RealPath(existing)) is null)
        {
            if (new FileInfo(existing).LinkTarget is not null)
            {
                return true; // To nowhere yet; to open it would make something there.
            }

            existing = Path.GetDirectoryName(existing)!;
        }

        return real != top && !real.StartsWith($"{top.TrimEnd('/')}/", StringComparison.Ordinal);
    }

    /// <summary>The path without links; null if there is nothing.</summary>
    private static string? RealPath(string path)
    {
        Span<byte> real = stackalloc byte[MaxRealPathOctets];
        return RealPath(path, real) == 0 ? null : Encoding.UTF8.GetString(real[..real.IndexOf((byte)0)]);
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, Span<byte> real);

    private static bool IsName(string name) =>
        name is not ("" or "." or "..")
        && !name.Any(letter => char.IsControl(letter) || letter == '\\')
        && (!OperatingSystem.IsWindows() || (name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && !name.EndsWith('.') && !name.EndsWith(' ')))
        && Encoding.UTF8.GetByteCount(name) <= MaxNameOctets;
}
