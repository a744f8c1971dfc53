using System.CommandLine;
using System.CommandLine.Parsing;
using CC.Cli.CommandLine;
using CC.Cli.Events;
using CC.Cli.Output;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Commands;

/// <summary>Prints events as they happen.</summary>
internal static class EventsCommand
{
    public static Command Create(Runner runner)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "print events until Ctrl-C, or as many as -n says, over restarts of the node, too" };
        var prefix = new Option<string>("--prefix", "-p")
        {
            Description = "only events below this name, such as plugin.Echo; without it, all",
            HelpName = "PREFIX",
            DefaultValueFactory = _ => "",
            CustomParser = Prefix,
        };
        var count = Following.CountOption("end after so many events; without -f after 1 if it is not given");
        return runner.Command("events", "prints what happens on the node", [follow, prefix, count], call => Following.RunAsync(
            call,
            call.Value(prefix),
            call.Value(follow),
            call.Value(count) ?? (call.Value(follow) ? null : 1),
            (message, happened) => call.Json ? Following.OneLine(message) : Line(happened)));
    }

    private static string Prefix(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!NodeEvent.IsPrefix(text))
        {
            result.AddError($"--prefix {text}: has an empty label; write whole labels joined by dots, such as plugin.Echo.");
        }

        return text;
    }

    private static string Line(EventMessage happened) =>
        CellText.Clean($"{Words.Moment(happened.Time, "yyyy-MM-dd HH:mm:ss.fff")} {happened.Name} {happened.Payload.GetRawText()}");
}
