using System.CommandLine;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Events;
using CC.Cli.Jobs;
using CC.Cli.Output;
using CC.Client.Control;

namespace CC.Cli.Commands;

/// <summary>Commands about what the processes of jobs read and write.</summary>
internal static class JobStreamCommands
{
    public static Command Send(Runner runner)
    {
        var pid = new Argument<int>("PID") { Description = "the supervisor's number of a process" };
        var data = new Argument<string>("DATA") { Description = "what to write, a line; - reads it from standard input" };
        var stream = new Option<string?>("--stream", "-s") { Description = "a custom stream, in place of standard input", HelpName = "LABEL" };
        var end = new Option<bool>("--eof") { Description = "end the process's input afterwards" };
        return runner.Command("send", "writes to a process", [pid, data, stream, end], async call =>
        {
            var where = new JsonObject { ["pid"] = call.Value(pid), ["stream"] = call.Value(stream) };
            foreach (var text in call.Value(data) == "-" ? OfInput() : [call.Value(data) + "\n"])
            {
                var arguments = (JsonObject)where.DeepClone();
                arguments["data"] = text;
                await JobAsk.RunAsync(call, "send", arguments, (_, _) => { });
            }

            return call.Value(end) ? await JobAsk.RunAsync(call, "eof", where, (_, _) => { }) : ExitCode.Ok;
        });
    }

    /// <summary>What somebody types goes line by line; what comes from a file or a program, as a whole.</summary>
    private static IEnumerable<string> OfInput()
    {
        if (Console.IsInputRedirected)
        {
            yield return GivenText.OfInput();
            yield break;
        }

        while (Console.In.ReadLine() is { } line)
        {
            yield return line + "\n";
        }
    }

    public static Command Receive(Runner runner)
    {
        var target = new Argument<string>("JOB|PID") { Description = "a job, or the supervisor's number of a process" }.NotEmpty();
        var label = new Argument<string?>("LABEL") { Description = "a stream of redirect_output or custom_streams; without it, all", Arity = ArgumentArity.ZeroOrOne };
        var count = Following.CountOption("end after so many events of output");
        return runner.Command("recv", "prints what a job's processes write to a stream, and nothing else, as they write it", [target, label, count], async call =>
        {
            var pid = JobCommands.Pid(call.Value(target));
            var job = pid is null ? JobNames.Full(call.Value(target))
                : (await JobAsk.ResultAsync(call, "process_info", new JsonObject { ["pid"] = pid })).GetProperty("info").GetProperty("name").GetString()!;
            Require(call.Value(label), LoadedJob.Read((await JobAsk.ResultAsync(call, "info", new JsonObject { ["name"] = job })).GetProperty("info")));
            return await Following.RunAsync(call, $"output.{job}", persists: true, call.Value(count), (_, happened) => OutputLine.TextOf(happened, pid, call.Value(label)) is not { } text ? null
                : call.Json ? OneLine(happened)
                : string.Join('\n', text.Split('\n').Select(line => ProcessText.Line(line, call.Terminal))));
        });
    }

    public static Command Logs(Runner runner)
    {
        var job = new Argument<string?>("JOB") { Description = "a job, or a session and a dot; without it, all jobs", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "print lines until Ctrl-C; what it does in any case" };
        var pid = new Option<int?>("--pid") { Description = "only lines of this process", HelpName = "PID" };
        var label = new Option<string?>("--label") { Description = "only lines of this stream", HelpName = "LABEL" };
        var count = Following.CountOption("end after so many events of output");
        return runner.Command("logs", "prints what the processes of jobs write, as they write it", [job, follow, pid, label, count], async call =>
        {
            var lines = new OutputLine(call.Terminal);
            var prefix = PrefixOf(call.Value(job));
            if (!call.Json)
            {
                var jobs = LoadedJob.All(await JobAsk.ResultAsync(call, "list", []));
                lines.MakeRoom(jobs.Where(one => $"output.{one.Name}.".StartsWith($"{prefix}.", StringComparison.Ordinal)).Select(one => one.LongestName).DefaultIfEmpty(0).Max());
            }

            return await Following.RunAsync(call, prefix, persists: true, call.Value(count), (_, happened) => OutputLine.TextOf(happened, call.Value(pid), call.Value(label)) is not { } text ? null
                : call.Json ? OneLine(happened)
                : lines.Format(happened, text));
        });
    }

    private static string OneLine(EventMessage happened) => happened.Payload.GetRawText().ReplaceLineEndings(" ");

    private static void Require(string? label, LoadedJob job)
    {
        string[] labels = [.. job.Texts("redirect_output").Take(2), .. job.Texts("custom_streams")];
        if (labels.Length == 0 || (label is not null && !labels.Contains(label)))
        {
            throw new CommandFailure(ExitCode.Usage, $"LABEL {label}: {job.Name} has no such stream; its redirect_output and custom_streams name {(labels.Length > 0 ? string.Join(", ", labels.Distinct()) : "none")}");
        }
    }

    /// <summary>The events of a job's output: a name without a session is one of default.</summary>
    private static string PrefixOf(string? job) => job switch
    {
        null => "output",
        ['.', ..] or "" => throw new CommandFailure(ExitCode.Usage, $"JOB {job}: is no job; write app.web, or app. for all of a session"),
        [.. var session, '.'] => $"output.{session}",
        _ => $"output.{JobNames.Full(job)}",
    };
}
