using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Targets;
using LogLevel = NLog.LogLevel;

namespace CC.Server.Diagnostics;

/// <summary>Log lines in the form of CC 0.8.7, to standard error and to the log file, which is put aside when it has grown.</summary>
internal static class Logging
{
    private const string Level =
        "${when:when=level==LogLevel.Warn:inner=WARNING:else=${when:when=level==LogLevel.Fatal:inner=CRITICAL:else=${level:uppercase=true}}}";

    private const string Source = "${logger}${when:when='${event-properties:item=EventId_Name}'!='':inner=.${event-properties:item=EventId_Name}}";

    private const string NormalLine =
        "${date:format=yyyy-MM-dd HH\\:mm\\:ss,fff} ${processid} " + Level + " " + Source + ": ${message}${onexception:inner=${newline}${exception:format=ToString}}";

    private const string VerboseLine =
        "${date:format=HH\\:mm\\:ss,fff} " + Level + " " + Source + ": ${message}${onexception:inner=${newline}${exception:format=ToString}}";

    /// <summary>The file put aside for the nth time is <c>NAME.n.log</c>; the one being written keeps its name, for whoever follows it.</summary>
    private const string SuffixOfFilesPutAside = ".{0}";

    public static ILoggerFactory Create(LogModel model)
    {
        var layout = model.Verbosity > Verbosity.Normal ? VerboseLine : NormalLine;
        var configuration = new LoggingConfiguration();
        if (model.ToConsole)
        {
            configuration.AddRule(Least(model.Verbosity), LogLevel.Fatal, new ConsoleTarget("console") { Layout = layout, StdErr = true });
        }

        if (model.File.Length > 0)
        {
            var path = Path.GetFullPath(model.File).Replace("${", "${literal:text=$}{", StringComparison.Ordinal);
            configuration.AddRule(Least(model.Verbosity), LogLevel.Fatal, new FileTarget("file")
            {
                FileName = path,
                ArchiveFileName = path,
                ArchiveSuffixFormat = SuffixOfFilesPutAside,
                Layout = layout,
                ArchiveAboveSize = model.Size,
                MaxArchiveFiles = model.Count,
                KeepFileOpen = true,
            });
        }

        var factory = new LogFactory { ThrowConfigExceptions = true, Configuration = configuration };
        var providerOptions = new NLogProviderOptions { CaptureEventId = EventIdCaptureType.EventId_Name };
        return new LoggerFactory([new NLogLoggerProvider(providerOptions, factory)], new LoggerFilterOptions { MinLevel = Microsoft.Extensions.Logging.LogLevel.Trace });
    }

    private static LogLevel Least(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Quiet => LogLevel.Warn,
        Verbosity.Normal => LogLevel.Info,
        Verbosity.Debug => LogLevel.Debug,
        _ => LogLevel.Trace,
    };
}
