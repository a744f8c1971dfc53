using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
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
            Jobs(call.Value(file), call.Value(session), call.Value(env), Counts(call.Value(counts) ?? [])),
            call.Value(noStart) ? false : null));
    }

    public static Command Unload(Runner runner) => OnJobs(runner, "unload", "ends the processes of jobs, and forgets them", "unload", "is unloaded");

    public static Command Reload(Runner runner) => OnJobs(runner, "reload", "ends the processes of jobs, and starts others", "reload", "is reloaded");

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

            return JobAsk.RunAsync(call, "commit", arguments, (result, terminal) => terminal.Say($"{call.Value(job)}: new process {result.GetProperty("pid")} launched"));
        });
    }

    public static Command Processes(Runner runner)
    {
        var session = new Option<string?>("--session") { Description = "only jobs of this session", HelpName = "SESSION" };
        var all = runner.Command("ps", "lists the jobs of the node and their processes, and manages them", [session], call => ProcessListing.RunAsync(call, call.Value(session)));
        all.Subcommands.Add(Info(runner));
        all.Subcommands.Add(Stats(runner));
        all.Subcommands.Add(History(runner));
        all.Subcommands.Add(Scale(runner));
        all.Subcommands.Add(OnJobs(runner, "start", "has jobs run", "start", "is started"));
        all.Subcommands.Add(Stop(runner));
        all.Subcommands.Add(JobRestartCommand.Create(runner));
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

    private static Command History(Runner runner)
    {
        var job = Job();
        var count = new Option<int?>("-n") { Description = "only the last ones", HelpName = "N" };
        var since = new Option<DateTimeOffset?>("--since") { Description = "only such as have ended since then, or run", HelpName = "TIME" };
        return runner.Command("history", "tells what has become of a job's processes", [job, count, since], call => JobAsk.RunAsync(
            call, "history", new JsonObject { ["name"] = call.Value(job), ["n"] = call.Value(count), ["since"] = call.Value(since)?.ToUnixTimeSeconds() }, JobView.ShowHistory));
    }

    private static Command Scale(Runner runner)
    {
        var changes = new Argument<string[]>("JOB=N") { Description = "a job, and =N, +N or -N: how many are to run, or so many more or less", Arity = ArgumentArity.OneOrMore };
        return runner.Command("scale", "changes how many processes jobs have", [changes], async call =>
        {
            foreach (var (job, change) in call.Value(changes).Select(Change))
            {
                await JobAsk.RunAsync(
                    call, "scale", new JsonObject { ["name"] = job, ["n"] = change }, (result, terminal) => terminal.Say($"Scaling {job} processes... done, now running {result.GetProperty("numprocesses")}"));
            }

            return ExitCode.Ok;
        });
    }

    private static Command Stop(Runner runner)
    {
        var targets = new Argument<string[]>("JOB|PID") { Description = "jobs, SESSION. being all of a session, or the supervisor's numbers of processes", Arity = ArgumentArity.OneOrMore }.NotEmpty();
        return runner.Command("stop", "ends the processes of jobs, or single ones", [targets], async call =>
        {
            foreach (var pid in call.Value(targets).Select(Pid).OfType<int>())
            {
                await JobAsk.RunAsync(call, "stop_process", new JsonObject { ["pid"] = pid }, (_, terminal) => terminal.Say($"{pid} is stopped"));
            }

            string[] jobs = [.. call.Value(targets).Where(target => Pid(target) is null)];
            return jobs.Length > 0 ? await OnEachAsync(call, "stop", jobs, null, "is stopped") : ExitCode.Ok;
        });
    }

    private static Command Kill(Runner runner)
    {
        var target = Target();
        var signal = new Argument<string>("SIGNAL") { Description = "a signal's name or number" }.NotEmpty();
        return runner.Command("kill", "sends a signal to a job's processes, or to one process", [target, signal], call =>
        {
            var arguments = Pid(call.Value(target)) is { } pid ? new JsonObject { ["pid"] = pid } : new JsonObject { ["name"] = call.Value(target) };
            arguments["signal"] = call.Value(signal);
            return JobAsk.RunAsync(call, arguments.ContainsKey("pid") ? "kill" : "killall", arguments, (_, terminal) => terminal.Say($"{call.Value(signal)} is sent to {call.Value(target)}"));
        });
    }

    /// <summary>A command that does the same with several jobs.</summary>
    private static Command OnJobs(Runner runner, string verb, string description, string command, string done)
    {
        var jobs = new Argument<string[]>("JOB") { Description = "jobs, such as app.web; SESSION. is all of a session", Arity = ArgumentArity.ZeroOrMore }.NotEmpty();
        var from = new Option<string?>("--from") { Description = "the jobs that this file has, as for load", HelpName = "FILE" }.NotEmpty();
        return runner.Command(verb, description, [jobs, from], call => OnEachAsync(call, command, call.Value(jobs), call.Value(from), done));
    }

    private static async Task<ExitCode> OnEachAsync(Call call, string command, string[] names, string? file, string done)
    {
        if (names.Length == 0 && file is null)
        {
            throw new CommandFailure(ExitCode.Usage, "JOB: is missing; name some jobs, SESSION. for all of a session, or with --from a file that has them");
        }

        string[] ofFile = file is null ? [] : [.. Jobs(file, null).Select(job => $"{job.Session}.{job.Config["name"]}")];
        foreach (var job in await JobNames.EachAsync(call, [.. names, .. ofFile]))
        {
            await JobAsk.RunAsync(call, command, new JsonObject { ["name"] = job }, (_, terminal) => terminal.Say($"{job} {done}"));
        }

        return ExitCode.Ok;
    }

    /// <summary>The jobs of a file, whichever of both it is.</summary>
    private static IReadOnlyList<(string Session, JsonObject Config)> Jobs(string file, string? session, string[]? environmentFiles = null, Dictionary<string, int>? counts = null) => Procfile.IsOne(file)
        ? Procfile.Read(file, session, environmentFiles ?? [], counts ?? [])
        : JobFile.Read(file, session ?? JobLoading.DefaultSession);

    internal static Argument<string> Job() => new Argument<string>("JOB") { Description = "a job, such as app.web; without a session it is one of default" }.NotEmpty();

    private static Argument<string> Target() => new Argument<string>("JOB|PID") { Description = "a job, or the supervisor's number of a process" }.NotEmpty();

    internal static int? Pid(string target) => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static (string Job, string Change) Change(string text)
    {
        var at = text.LastIndexOfAny(['=', '+', '-']);
        return at > 0 && at < text.Length - 1
            ? (text[..at], text[at..])
            : throw new CommandFailure(ExitCode.Usage, $"JOB=N {text}: is no change; write web=3, web+1 or web-1");
    }

    internal static Dictionary<string, int> Counts(string[] pairs) => pairs.Select(pair => pair.Split('=')).ToDictionary(
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
}
