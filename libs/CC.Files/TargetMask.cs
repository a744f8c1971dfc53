using System.Text.RegularExpressions;

namespace CC.Files;

/// <summary>
/// Decides where a file that comes from another machine is stored, by a mask of <c>%(hostname)s</c>, <c>%(filename)s</c> (without folders) and <c>%(filepath)s</c> (the whole
/// path). The names come from outside; none leads out of the folder, and a path not out of where the mask has it. Thread-safe.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="mask">The path below it.</param>
/// <param name="isReserved">Whether a full path is not for others, since its owner keeps files of its own there.</param>
public sealed partial class TargetMask(string folder, string mask, Func<string, bool> isReserved)
{
    private readonly string mask = ConfinedPath.Normalise(mask);

    /// <summary>The mask that stands for one folder for each host, or one for all.</summary>
    public static string For(bool hostSubdirs) => hostSubdirs ? "%(hostname)s/%(filename)s" : "%(hostname)s--%(filename)s";

    /// <summary>What is wrong with a mask, or null.</summary>
    public static string? FaultIn(string mask) =>
        Key().Replace(mask, "").Contains('%') ? "has only %(hostname)s, %(filename)s and %(filepath)s, each per cent sign written twice in the configuration"
        : mask.Split('/') is ["", ..] or [.., ""] || mask.Split('/').Contains("..") || ConfinedPath.Below("/", ConfinedPath.Normalise(Fill(mask, "h", "f", "p/f"))) is null
            ? "is a path below dstdir, without .. and without a slash at either end"
        : null;

    /// <summary>The path; null if the names can't make one.</summary>
    /// <param name="hostName">The sender's host; its slashes become <c>_</c>.</param>
    /// <param name="fileName">The file there; a backslash separates folders as a slash does.</param>
    /// <param name="addition">The longest that may be added to the path, for which there has to be room.</param>
    public string? Of(string hostName, string fileName, string addition = "")
    {
        var path = fileName.Replace('\\', '/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (hostName.Length == 0 || name is "" or "." or "..")
        {
            return null;
        }

        var relative = Fill(mask, hostName.Replace('/', '_'), name, ConfinedPath.Normalise(path));
        var target = ConfinedPath.Below(folder, relative);
        return target is null || isReserved(target) || ConfinedPath.Below(folder, relative + addition) is null ? null : target;
    }

    private static string Fill(string mask, string host, string name, string path) => Key().Replace(mask, match => match.Value switch
    {
        "%(hostname)s" => host,
        "%(filename)s" => name,
        "%(filepath)s" => path,
        var percents => percents[1..],
    });

    [GeneratedRegex(@"%\((hostname|filename|filepath)\)s|%%")]
    private static partial Regex Key();
}
