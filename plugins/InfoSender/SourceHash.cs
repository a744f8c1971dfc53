using CC.Files;
using CC.Sdk;

namespace CC.Plugins.InfoSender;

/// <summary>Hashes what is in a file now. Only files that are sent, whatever name is asked for.</summary>
internal static class SourceHash
{
    /// <summary>The SHA-256 of a part; null if there is no such file, or it has another content by now.</summary>
    /// <exception cref="IOException">It can't be read, or ends before.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string? Of(InfoSenderOptions options, CarriedFileName name, long begin, long end, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Infodir, Path.GetFileName(name.FileName));
        if (path.Replace('\\', '/') != name.FileName || !new Wildcard(options.Infomask).IsMatch(Path.GetFileName(path)) || !Has(path, name.Generation))
        {
            return null;
        }

        var hash = ContentHash.Of(path, Codec.None, end, end - begin, end - begin, cancellationToken);
        return Has(path, name.Generation) ? hash : null;
    }

    private static bool Has(string path, string generation) => FileStatus.Of(path) is { IsRegular: true } status && FileVersion.Of(status).Gen == generation;
}
