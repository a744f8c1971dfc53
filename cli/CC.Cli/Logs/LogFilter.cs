using System.IO.Enumeration;
using System.Text.RegularExpressions;
using CC.Sdk.Bodies;

namespace CC.Cli.Logs;

/// <summary>Which log messages are wanted.</summary>
/// <param name="LeastLevel">The least level, as <see cref="LogLevels.Rank"/> has it. A level that nobody knows counts as INFO.</param>
/// <param name="Host">The machine, with * and ? for any characters; null for all.</param>
/// <param name="Job">The daemon, likewise.</param>
/// <param name="Text">What the text must match; null for anything.</param>
internal sealed record LogFilter(int LeastLevel, string? Host, string? Job, Regex? Text)
{
    private const int Info = 2;

    public bool Admits(LogRecord record) =>
        (LogLevels.Rank(record.LogLevel ?? "") is >= 0 and var rank ? rank : Info) >= LeastLevel
        && Matches(Host, record.Hostname)
        && Matches(Job, record.JobName ?? "")
        && (Text is null || Matches(Text, record.LogMsg ?? ""));

    private static bool Matches(string? wanted, string name) => wanted is null || FileSystemName.MatchesSimpleExpression(wanted, name, ignoreCase: false);

    private static bool Matches(Regex wanted, string text)
    {
        try
        {
            return wanted.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true; // Rather one line too many.
        }
    }
}
