using System.Text.Encodings.Web;
using System.Text.Json;
using CC.Files;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoSender;

/// <summary>The files that match, by what the system says of them. What matches and is no file is named once.</summary>
internal sealed partial class InfoFolder(InfoSenderOptions options, ILogger logger)
{
    /// <summary>So many names that can't be sent are remembered, in order not to tell of them again.</summary>
    private const int MaxTold = 1000;

    private readonly Wildcard mask = new(options.Infomask);
    private readonly HashSet<string> told = [];

    /// <summary>The files, by path, in the order of their names; none if the folder is not there.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public IReadOnlyList<(string Path, FileVersion Version)> List()
    {
        var found = new List<(string, FileVersion)>();
        foreach (var name in mask.Find(options.Infodir))
        {
            var path = Path.Combine(options.Infodir, name);
            switch (FileStatus.Of(path))
            {
                case { IsRegular: true } status:
                    found.Add((path, FileVersion.Of(status)));
                    break;
                case null when !IsStray(path):
                    break; // It has just gone.
                default:
                    Tell(path);
                    break;
            }
        }

        return found;
    }

    /// <summary>A link that leads nowhere, or a name that is no UTF-8, and so can't be opened by what it is shown as.</summary>
    private static bool IsStray(string path) => path.Contains('\uFFFD') || new FileInfo(path).LinkTarget is not null;

    private void Tell(string path)
    {
        if (told.Count < MaxTold && told.Add(path))
        {
            Log.Stray(logger, JsonEncodedText.Encode(path, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} is no file that can be sent: a pipe, a link that leads nowhere, or a name that is not UTF-8; it is passed over")]
        public static partial void Stray(ILogger logger, JsonEncodedText path);
    }
}
