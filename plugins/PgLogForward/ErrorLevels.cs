using System.Collections.Frozen;

namespace CC.Plugins.PgLogForward;

/// <summary>PostgreSQL's levels by number, as they are in the versions that the extension is for (elog.h, up to 13).</summary>
internal static class ErrorLevels
{
    public const string Log = "LOG";
    public const string Info = "INFO";
    public const string Warning = "WARNING";
    public const string Error = "ERROR";
    public const string Fatal = "FATAL";

    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [10] = "DEBUG5",
        [11] = "DEBUG4",
        [12] = "DEBUG3",
        [13] = "DEBUG2",
        [14] = "DEBUG1",
        [15] = Log,
        [16] = "COMMERROR",
        [17] = Info,
        [18] = "NOTICE",
        [19] = Warning,
        [20] = Error,
        [21] = Fatal,
        [22] = "PANIC",
    }.ToFrozenDictionary();

    /// <summary>Null if there is none.</summary>
    public static string? NameOf(long level) => level is >= 0 and < 100 ? Names.GetValueOrDefault((int)level) : null;
}
