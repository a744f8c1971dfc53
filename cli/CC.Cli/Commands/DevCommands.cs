using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using CC.Cli.CommandLine;
using CC.Cli.Dev;
using CC.Cli.Import;
using CC.Cli.Jobs;
using CC.Supervision;
using CC.Supervision.Jobs;

namespace CC.Cli.Commands;

/// <summary>Runs what is being worked on in the foreground, without a node.</summary>
internal static class DevCommands
{
    private const int LongestGrace = 86400;

    public static Command All(Runner runner) => new("dev", "runs the jobs of a Procfile, or a command, in the foreground and without a node") { Start(runner), Run(runner) };

    private static Command Start(Runner runner)
    {
        var names = new Argument<string[]>("PROCESS") { Description = "only these of the Procfile", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string>("--procfile") { Description = "the Procfile; that of the current folder unless given", HelpName = "FILE", DefaultValueFactory = _ => Procfile.Name };
        var env = Environment();
        var counts = new Option<string[]>("--concurrency") { Description = "how many of a job run", HelpName = "JOB=N" };
        var grace = Grace();
        return runner.Command("start", "runs the jobs of the Procfile until Ctrl-C, and prints what they write", [names, file, env, counts, grace], call =>
        {
            var all = Procfile.Read(call.Value(file), null, call.Value(env) ?? [], JobCommands.Counts(call.Value(counts) ?? [])).Select(job => job.Config).ToArray();
            var wanted = call.Value(names);
            var unknown = wanted.FirstOrDefault(name => all.All(job => (string?)job["name"] != name));
            return unknown is not null
                ? throw new CommandFailure(ExitCode.Usage, $"PROCESS {unknown}: {call.Value(file)} has no such job; it has {string.Join(", ", all.Select(job => job["name"]))}")
                : DevSession.RunAsync(call, [.. all.Where(job => wanted.Length == 0 || wanted.Contains((string?)job["name"])).Select(Read).Select(job => job with { GracefulTimeout = TimeSpan.FromSeconds(call.Value(grace)) })]);
        });
    }

    private static Command Run(Runner runner)
    {
        var command = new Argument<string[]>("COMMAND") { Description = "a program and its arguments, behind --", Arity = ArgumentArity.OneOrMore };
        var env = Environment();
        var count = new Option<int>("--concurrency") { Description = "how many of it run", HelpName = "N", DefaultValueFactory = _ => 1 };
        var once = new Option<bool>("--once") { Description = "don't start it again when it ends, and end as it does" };
        var grace = Grace();
        return runner.Command("run", "runs a command with the variables of .env, and starts it again when it ends, until Ctrl-C", [command, env, count, once, grace], call =>
        {
            var words = call.Value(command);
            var job = new JobConfig(Path.GetFileName(words[0]), Quoting.Word(words[0]))
            {
                Arguments = [.. words.Skip(1).Select(Quoting.Argument)],
                Environment = Procfile.Variables(Directory.GetCurrentDirectory(), call.Value(env) ?? []).ToImmutableDictionary(),
                InheritsEnvironment = true,
                WorkingDirectory = Directory.GetCurrentDirectory(),
                OutputLabels = ["out", "err"],
                Processes = call.Value(once) ? 1 : call.Value(count),
                GracefulTimeout = TimeSpan.FromSeconds(call.Value(grace)),
                Restart = call.Value(once) ? RestartPolicy.Never : RestartPolicy.Always,
            };
            return call.Value(once) ? DevSession.RunOnceAsync(call, job) : DevSession.RunAsync(call, [job]);
        });
    }

    private static Option<string[]> Environment() => new("--env") { Description = "a file of variables, besides .env", HelpName = "FILE" };

    private static Option<double> Grace() => new("--graceful-timeout")
    {
        Description = "seconds that they may take to end before they are killed; 10",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => new JobConfig("", "").GracefulTimeout.TotalSeconds,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestGrace)
            {
                return seconds;
            }

            result.AddError($"--graceful-timeout {result.Tokens[0].Value}: is no number of seconds from 0 to {LongestGrace}.");
            return 0;
        },
    };

    private static JobConfig Read(JsonObject job)
    {
        try
        {
            return JobConfigReader.Read(job);
        }
        catch (SupervisorException refused)
        {
            throw new CommandFailure(ExitCode.Usage, $"{job["name"]}: {refused.Message}");
        }
    }
}
