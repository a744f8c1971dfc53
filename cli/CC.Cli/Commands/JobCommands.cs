using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Events;
using CC.Cli.Jobs;
using CC.Cli.Views;

namespace CC.Cli.Commands;

/// <summary>Commands about jobs: programs that a node's jobmgr keeps running.</summary>
internal static class JobCommands
{
    public static Command Load(Runner runner)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "a JSON file: a job, or {\"jobs\": [...]}; - is standard input; or a Procfile, which is what there is to load without it",
            DefaultValueFactory = _ => Procfile.Name,
        }.NotEmpty();
        var session = new Option<string?>("--session") { Description = "the session of jobs whose names have none; of a Procfile, its folder's name unless given", HelpName = "SESSION" };
        var noStart = new Option<bool>("--no-start") { Description = "load only; a job that says itself whether it starts has its way" };
        var env = new Option<string[]>("--env") { Description = "a file of variables for the jobs of a Procfile, besides .env", HelpName = "FILE" };
        var counts = new Option<string[]>("--concurrency") { Description = "how many of a Procfile's job run", HelpName = "JOB=N" };
        return runner.Command("load", "has the node load jobs, and start them", [file, session, noStart, env, counts], call => JobLoading.RunAsync(
            call,
            Procfile.IsOne(call.Value(file))
                ? Procfile.Read(call.Value(file), call.Value(session), call.Value(env) ?? [], Counts(call.Value(counts) ?? []))
                : JobFile.Read(call.Value(file), call.Value(session) ?? JobLoading.DefaultSession),
            call.Value(noStart) ? false : null));
    }

    public static Command Unload(Runner runner) => OnJob(runner, "unload", "ends a job's processes, and forgets it", "unload", "is unloaded");

    public static Command Reload(Runner runner) => OnJob(runner, "reload", "ends a job's processes, and starts others", "reload", "is reloaded");

    public static Command Run(Runner runner)
    {
        var job = Job();
        var grace = new Option<double?>("--graceful-timeout") { Description = "seconds that it may take to end", HelpName = "SECONDS" };
        var env = new Option<string[]>("--param", "-p") { Description = "a variable for it alone", HelpName = "NAME=VALUE" };
        return runner.Command("run", "starts one more process of a job, which is not started again", [job, grace, env], call =>
        {
            var arguments = new JsonObject { ["name"] = call.Value(job), ["env"] = Environment(call.Value(env) ?? []) };
            if (call.Value(grace) is { } seconds)
            {
                arguments["graceful_timeout"] = seconds;
            }

            return JobAsk.RunAsync(call, "commit", arguments, (result, terminal) => terminal.WriteLine($"{call.Value(job)}: new process {result.GetProperty("pid")} launched"));
        });
    }

    public static Command Send(Runner runner)
    {
        var pid = new Argument<int>("PID") { Description = "the supervisor's number of a process" };
        var data = new Argument<string>("DATA") { Description = "what to write, a line; - reads it from standard input" };
        var stream = new Option<string?>("--stream", "-s") { Description = "a custom stream, in place of standard input", HelpName = "LABEL" };
        var end = new Option<bool>("--eof") { Description = "end the process's input afterwards" };
        return runner.Command("send", "writes to a process", [pid, data, stream, end], async call =>
        {
            var text = call.Value(data) == "-" ? Console.In.ReadToEnd() : call.Value(data) + "\n";
            var where = new JsonObject { ["pid"] = call.Value(pid), ["stream"] = call.Value(stream) };
            var arguments = (JsonObject)where.DeepClone();
            arguments["data"] = text;
            var code = await JobAsk.RunAsync(call, "send", arguments, (_, _) => { });
            return call.Value(end) ? await JobAsk.RunAsync(call, "eof", where, (_, _) => { }) : code;
        });
    }

    public static Command Logs(Runner runner)
    {
        var job = new Argument<string?>("JOB") { Description = "a job, or a session and a dot; without it, all jobs", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "print lines until Ctrl-C; what it does in any case" };
        var pid = new Option<int?>("--pid") { Description = "only lines of this process", HelpName = "PID" };
        var label = new Option<string?>("--label") { Description = "only lines of this stream", HelpName = "LABEL" };
        var count = Following.CountOption("end after so many events of output");
        return runner.Command("logs", "prints what the processes of jobs write, as they write it", [job, follow, pid, label, count], call =>
        {
            var lines = new OutputLine(call.Terminal.HasColours);
            return Following.RunAsync(call, PrefixOf(call.Value(job)), persists: true, call.Value(count), (_, happened) => lines.Format(happened, call.Value(pid), call.Value(label)) is not { } text ? null
                : call.Json ? happened.Payload.GetRawText().ReplaceLineEndings(" ")
                : text);
        });
    }

    public static Command Processes(Runner runner)
    {
        var session = new Option<string?>("--session") { Description = "only jobs of this session", HelpName = "SESSION" };
        var all = runner.Command("ps", "lists the jobs of the node, and manages them", [session], call => JobAsk.RunAsync(
            call, "list", call.Value(session) is { } one ? new JsonObject { ["sessionid"] = one } : [], JobView.ShowAll));
        all.Subcommands.Add(Info(runner));
        all.Subcommands.Add(Stats(runner));
        all.Subcommands.Add(Scale(runner));
        all.Subcommands.Add(OnJob(runner, "start", "has a job run", "start", "is started"));
        all.Subcommands.Add(Stop(runner));
        all.Subcommands.Add(OnJob(runner, "restart", "replaces a job's processes without a gap", "restart", "is restarted"));
        all.Subcommands.Add(Kill(runner));
        return all;
    }

    private static Command Info(Runner runner)
    {
        var target = Target();
        return runner.Command("info", "tells all about a job, or a process", [target], call => Pid(call.Value(target)) is { } pid
            ? JobAsk.RunAsync(call, "process_info", new JsonObject { ["pid"] = pid }, JobView.ShowProcess)
            : JobAsk.RunAsync(call, "info", new JsonObject { ["name"] = call.Value(target) }, JobView.ShowJob));
    }

    private static Command Stats(Runner runner)
    {
        var job = Job();
        return runner.Command("stats", "tells what a job's processes use", [job], call => JobAsk.RunAsync(call, "stats", new JsonObject { ["name"] = call.Value(job) }, JobView.ShowStats));
    }

    private static Command Scale(Runner runner)
    {
        var changes = new Argument<string[]>("JOB=N") { Description = "a job, and =N, +N or -N: how many are to run, or so many more or less", Arity = ArgumentArity.OneOrMore };
        return runner.Command("scale", "changes how many processes jobs have", [changes], async call =>
        {
            foreach (var (job, change) in call.Value(changes).Select(Change))
            {
                await JobAsk.RunAsync(
                    call, "scale", new JsonObject { ["name"] = job, ["n"] = change }, (result, terminal) => terminal.WriteLine($"Scaling {job} processes... done, now running {result.GetProperty("numprocesses")}"));
            }

            return ExitCode.Ok;
        });
    }

    private static Command Stop(Runner runner)
    {
        var target = Target();
        return runner.Command("stop", "ends a job's processes, or one process", [target], call => Pid(call.Value(target)) is { } pid
            ? JobAsk.RunAsync(call, "stop_process", new JsonObject { ["pid"] = pid }, (_, terminal) => terminal.WriteLine($"{pid} is stopped"))
            : JobAsk.RunAsync(call, "stop", new JsonObject { ["name"] = call.Value(target) }, (_, terminal) => terminal.WriteLine($"{call.Value(target)} is stopped")));
    }

    private static Command Kill(Runner runner)
    {
        var target = Target();
        var signal = new Argument<string>("SIGNAL") { Description = "a signal's name or number" }.NotEmpty();
        return runner.Command("kill", "sends a signal to a job's processes, or to one process", [target, signal], call =>
        {
            var arguments = Pid(call.Value(target)) is { } pid ? new JsonObject { ["pid"] = pid } : new JsonObject { ["name"] = call.Value(target) };
            arguments["signal"] = call.Value(signal);
            return JobAsk.RunAsync(call, arguments.ContainsKey("pid") ? "kill" : "killall", arguments, (_, terminal) => terminal.WriteLine($"{call.Value(signal)} is sent to {call.Value(target)}"));
        });
    }

    private static Command OnJob(Runner runner, string verb, string description, string command, string done)
    {
        var job = Job();
        return runner.Command(verb, description, [job], call =>
            JobAsk.RunAsync(call, command, new JsonObject { ["name"] = call.Value(job) }, (_, terminal) => terminal.WriteLine($"{call.Value(job)} {done}")));
    }

    private static Argument<string> Job() => new Argument<string>("JOB") { Description = "a job, such as app.web; without a session it is one of default" }.NotEmpty();

    private static Argument<string> Target() => new Argument<string>("JOB|PID") { Description = "a job, or the supervisor's number of a process" }.NotEmpty();

    private static int? Pid(string target) => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static (string Job, string Change) Change(string text)
    {
        var at = text.LastIndexOfAny(['=', '+', '-']);
        return at > 0 && at < text.Length - 1
            ? (text[..at], text[at..])
            : throw new CommandFailure(ExitCode.Usage, $"JOB=N {text}: is no change; write web=3, web+1 or web-1");
    }

    private static Dictionary<string, int> Counts(string[] pairs) => pairs.Select(pair => pair.Split('=')).ToDictionary(
        pair => pair[0],
        pair => pair is [_, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new CommandFailure(ExitCode.Usage, $"--concurrency {string.Join('=', pair)}: is no number of processes; write JOB=N"));

    private static JsonObject Environment(string[] pairs)
    {
        var environment = new JsonObject();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            environment[at > 0 ? pair[..at] : throw new CommandFailure(ExitCode.Usage, $"--param {pair}: is no variable; write NAME=VALUE")] = pair[(at + 1)..];
        }

        return environment;
    }

    /// <summary>The events of a job's output: a name without a session is one of default.</summary>
    private static string PrefixOf(string? job) => job switch
    {
        null => "output",
        ['.', ..] or "" => throw new CommandFailure(ExitCode.Usage, $"JOB {job}: is no job; write app.web, or app. for all of a session"),
        [.. var session, '.'] => $"output.{session}",
        _ => $"output.{(job.Contains('.') || job.Contains('/') ? job.Replace('/', '.') : $"{JobLoading.DefaultSession}.{job}")}",
    };
}
