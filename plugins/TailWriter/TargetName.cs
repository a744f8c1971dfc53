using System.Globalization;
using System.Text.RegularExpressions;
using CC.Files;
using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>Decides which file a fragment belongs to. Names come from outside; none leads out of the folder.</summary>
internal sealed partial class TargetName(TailWriterOptions options)
{
    private readonly string state = options.PathOfState;

    /// <summary>What is wrong with a mask, or null.</summary>
    public static string? FaultIn(string mask)
    {
        return Key().Replace(mask, "").Contains('%') ? "has only %(hostname)s, %(filename)s and %(filepath)s, each per cent sign written twice in the configuration" : null;
    }

    /// <summary>The path without the suffix that a rotated file gets, or null if the names in the fragment can't make one.</summary>
    public string? Of(LogtailFragment fragment, Codec received)
    {
        var path = fragment.Filename.Replace('\\', '/');
        var host = fragment.Hostname.Replace('/', '_');
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (host.Length == 0 || name.Length == 0)
        {
            return null;
        }

        var values = new Dictionary<string, string> { ["hostname"] = host, ["filename"] = name, ["filepath"] = path.TrimStart('/') };
        var relative = Key().Replace(options.Mask, match => values[match.Groups[1].Value]) + Stored(received).Extension;
        var target = ConfinedPath.Below(options.Dstdir, relative);
        return target == state || target == $"{state}.new" ? null : target;
    }

    /// <summary>How what arrives compressed in some way is stored.</summary>
    public Codec Stored(Codec received) => options.WriteCompressed switch
    {
        WriteCompressed.No => Codec.None,
        WriteCompressed.Keep => received,
        _ => options.Codec,
    };

    /// <summary>A path for a rotated file that is opened at a time: with the local time appended, and a number if that is taken.</summary>
    public static string Rotated(string path, DateTimeOffset localTime)
    {
        var stamped = $"{path}.{localTime.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture)}";
        var free = stamped;
        for (var i = 1; File.Exists(free); i++)
        {
            free = $"{stamped}-{i}";
        }

        return free;
    }

    [GeneratedRegex(@"%\((hostname|filename|filepath)\)s")]
    private static partial Regex Key();
}
