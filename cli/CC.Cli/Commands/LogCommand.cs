using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.RegularExpressions;
using CC.Cli.CommandLine;
using CC.Cli.Events;
using CC.Cli.Logs;
using CC.Client.Control;
using CC.Sdk.Bodies;

namespace CC.Cli.Commands;

/// <summary>Prints the log messages that a node's <c>locallogger</c> gets, as they come.</summary>
internal static class LogCommand
{
    private const string Prefix = "log";

    /// <summary>As long as one line may take to be looked at.</summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public static Command Create(Runner runner)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "print lines until Ctrl-C; what it does in any case, since a node keeps none" };
        var level = new Option<int>("--level", "-l") { Description = "only lines of at least this level, such as WARNING", HelpName = "LEVEL", DefaultValueFactory = _ => 0, CustomParser = Level };
        var host = new Option<string?>("--host") { Description = "only lines from this machine; * and ? stand for any characters", HelpName = "HOST" }.NotEmpty();
        var job = new Option<string?>("--job") { Description = "only lines of this daemon, such as cclocal.d:logtail; * and ? as above", HelpName = "JOB" }.NotEmpty();
        var grep = new Option<Regex?>("--grep", "-g") { Description = "only lines whose text matches this regular expression", HelpName = "REGEX", CustomParser = Expression };
        var count = Following.CountOption("end after so many lines");
        return runner.Command("log", "prints log messages as they come, from all machines that send theirs to the node", [follow, level, host, job, grep, count], call =>
            RunAsync(call, new LogFilter(call.Value(level), call.Value(host), call.Value(job), call.Value(grep)), call.Value(count)));
    }

    private static Task<ExitCode> RunAsync(Call call, LogFilter filter, int? count) => Following.RunAsync(call, Prefix, persists: true, count, (_, happened) =>
        Read(happened) is { } record && filter.Admits(record)
            ? call.Json ? happened.Payload.GetRawText().ReplaceLineEndings(" ") : LogLine.Format(record, TimeZoneInfo.Local, call.Terminal.HasColours)
            : null);

    /// <summary>Null for what is no log message: a plugin may tell of anything under such a name.</summary>
    private static LogRecord? Read(EventMessage happened)
    {
        try
        {
            return happened.Payload.Deserialize(BodiesJson.Default.LogRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Level(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var rank = LogLevels.Rank(text);
        if (rank < 0)
        {
            result.AddError($"--level {text}: is none of {string.Join(", ", LogLevels.Names)}.");
        }

        return rank;
    }

    private static Regex? Expression(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException invalid)
        {
            result.AddError($"--grep {text}: is no regular expression: {invalid.Message}");
            return null;
        }
    }
}
