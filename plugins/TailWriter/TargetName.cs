using System.Text.RegularExpressions;
using CC.Files;

namespace CC.Plugins.TailWriter;

/// <summary>Decides which file a source is stored in. Names come from outside; none leads out of the folder.</summary>
internal sealed partial class TargetName(TailWriterOptions options)
{
    private readonly string state = options.PathOfState;

    /// <summary>What is wrong with a mask, or null.</summary>
    public static string? FaultIn(string mask) =>
        Key().Replace(mask, "").Contains('%') ? "has only %(hostname)s, %(filename)s and %(filepath)s, each per cent sign written twice in the configuration"
        : ConfinedPath.Below("/", Fill(mask, "h", "f", "p/f")) is null ? "is a path below dstdir, without . and .. and without a slash at either end"
        : null;

    /// <summary>The path, without the extension of a compressed file and the time of a rotated one; null if the names can't make one.</summary>
    /// <param name="hostName">The sender's host.</param>
    /// <param name="fileName">The file there.</param>
    /// <param name="addition">The longest that may be added to the path, for which there has to be room.</param>
    public string? Of(string hostName, string fileName, string addition = "")
    {
        var path = fileName.Replace('\\', '/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (hostName.Length == 0 || name.Length == 0)
        {
            return null;
        }

        var relative = Fill(options.Mask, hostName.Replace('/', '_'), name, path.TrimStart('/'));
        var target = ConfinedPath.Below(options.Dstdir, relative);
        return target is null || IsOfState(target) || ConfinedPath.Below(options.Dstdir, relative + addition) is null ? null : target;
    }

    /// <summary>A path without all that may have been added to it as extension or time: what may be the same file has the same stem.</summary>
    public static string StemOf(string path)
    {
        while (true)
        {
            var stem = RotatedName.PathOf(path) ?? WithoutExtension(path, Codec.Gzip) ?? WithoutExtension(path, Codec.Bzip2);
            if (stem is null)
            {
                return path;
            }

            path = stem;
        }
    }

    /// <summary>How what arrives compressed in some way is stored.</summary>
    public Codec Stored(Codec received) => options.WriteCompressed switch
    {
        WriteCompressed.No => Codec.None,
        WriteCompressed.Keep => received,
        _ => options.Codec,
    };

    private static string? WithoutExtension(string path, Codec codec) =>
        path.EndsWith(codec.Extension, StringComparison.Ordinal) ? path[..^codec.Extension.Length] : null;

    private static string Fill(string mask, string host, string name, string path) => Key().Replace(mask, match => match.Value switch
    {
        "%(hostname)s" => host,
        "%(filename)s" => name,
        "%(filepath)s" => path,
        var percents => percents[1..],
    });

    /// <summary>The positions are kept in the folder too, and so are the files that go with them.</summary>
    private bool IsOfState(string target) =>
        target.StartsWith(state, StringComparison.Ordinal) && (target.Length == state.Length || target[state.Length] is '.' or '/');

    [GeneratedRegex(@"%\((hostname|filename|filepath)\)s|%%")]
    private static partial Regex Key();
}
