namespace CC.Cli.Logs;

/// <summary>The levels of log messages, from the least.</summary>
internal static class LogLevels
{
    public static IReadOnlyList<string> Names { get; } = ["TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    /// <summary>Where a level stands; -1 if there is none of that name.</summary>
    public static int Rank(string name) => name.ToUpperInvariant() switch
    {
        "WARN" => 3,
        "FATAL" => 5,
        var level => Names.ToList().IndexOf(level),
    };
}
