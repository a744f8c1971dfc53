using System.CommandLine;
using System.CommandLine.Parsing;
using CC.Server.Diagnostics;
using CC.Server.Lifetime;

namespace CC.Server.CommandLine;

/// <summary>The command line of ccserver, as CC 0.8.7 has it.</summary>
internal static class ServerCommand
{
    /// <summary>The library would otherwise end the process two seconds after a signal, whatever is still to be finished.</summary>
    private static readonly InvocationConfiguration Invocation = new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };

    public static async Task<int> RunAsync(string[] arguments, Func<ServerArguments, Task<ExitCode>> run)
    {
        var file = new Argument<string?>("INI")
        {
            Description = "the configuration; without it, a quickstart example runs on 127.0.0.1:22632",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "log only warnings and errors" };
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "log more; -vv logs even more",
            Arity = ArgumentArity.Zero,
            AllowMultipleArgumentsPerToken = false,
        };
        var daemon = new Option<bool>("--daemon", "-d") { Description = "run in the background; needs pidfile" };
        var ini = new Option<bool>("--ini") { Description = "print a configuration to start from, with every option of [ccserver]" };
        var check = new Option<bool>("--check") { Description = "say all that is wrong with this configuration, if anything, and run nothing" };
        var reload = new Option<bool>("--reload", "-r") { Description = "have the node of this configuration read it again (SIGHUP)" };
        var stop = new Option<bool>("--stop", "-s") { Description = "stop the node of this configuration (SIGINT)" };
        var kill = new Option<bool>("--kill", "-k") { Description = "stop the node of this configuration (SIGTERM)" };
        var set = new Option<string[]>("--set") { Description = "PARAM=VALUE: replaces an option of [ccserver]; may be repeated" };
        set.Validators.Add(RequireAssignment);
        var announce = new Option<bool>("--announce") { Description = "print a line of JSON when the node serves, for programs that start it" };
        var version = new Option<bool>("--version", "-V") { Description = "print the version" };

        var command = new RootCommand("Runs one node of CC: receives messages and hands them to the handlers that its configuration names.");
        command.Options.Remove(command.Options.OfType<VersionOption>().Single());
        command.Arguments.Add(file);
        Option[] options = [quiet, verbose, daemon, ini, check, set, reload, stop, kill, announce, version];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async parsed =>
        {
            if (parsed.GetValue(version))
            {
                Console.Out.WriteLine($"ccserver version {ProductVersion.Text}");
                return (int)ExitCode.Ok;
            }

            var action = parsed.GetValue(ini) ? ServerAction.PrintSample
                : parsed.GetValue(check) ? ServerAction.Check
                : parsed.GetValue(reload) ? ServerAction.Reload
                : parsed.GetValue(stop) ? ServerAction.Stop
                : parsed.GetValue(kill) ? ServerAction.Kill
                : ServerAction.Run;
            return (int)await run(new ServerArguments(
                action,
                parsed.GetValue(file),
                VerbosityOf(parsed.GetValue(quiet), parsed.GetResult(verbose)?.IdentifierTokenCount ?? 0),
                parsed.GetValue(daemon),
                parsed.GetValue(announce),
                Overrides(parsed.GetValue(set) ?? [])));
        });

        command.Subcommands.Add(RunComponent(run));
        var result = command.Parse(arguments);
        return result.Errors.Count > 0 ? ReportErrors(result) : await result.InvokeAsync(Invocation);
    }

    /// <summary>What a node starts for a component with isolation = process. Of no use to people.</summary>
    private static Command RunComponent(Func<ServerArguments, Task<ExitCode>> run)
    {
        var command = new Command("run-component", "Runs one component for the node that starts this process.") { Hidden = true };
        command.Arguments.Add(new Argument<string>("JOB") { Description = "whose process this is, for those who list processes" });
        command.SetAction(async _ =>
            (int)await run(new ServerArguments(ServerAction.RunComponent, null, Verbosity.Normal, InBackground: false, Announce: false, new Dictionary<string, string>())));
        return command;
    }

    private static int ReportErrors(ParseResult result)
    {
        foreach (var error in result.Errors)
        {
            Console.Error.WriteLine($"ccserver: {error.Message}");
        }

        Console.Error.WriteLine("ccserver --help tells what it takes.");
        return (int)ExitCode.Configuration;
    }

    private static Verbosity VerbosityOf(bool quiet, int verbose) => (quiet, verbose) switch
    {
        (true, _) => Verbosity.Quiet,
        (_, 0) => Verbosity.Normal,
        (_, 1) => Verbosity.Debug,
        _ => Verbosity.Trace,
    };

    private static void RequireAssignment(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => string.IsNullOrWhiteSpace(token.Value.Split('=')[0]) || !token.Value.Contains('=')))
        {
            result.AddError($"--set takes PARAM=VALUE, not '{token.Value}'.");
        }
    }

    /// <summary>Of equal names the last one counts, as in a file.</summary>
    private static Dictionary<string, string> Overrides(IEnumerable<string> assignments)
    {
        var overrides = new Dictionary<string, string>();
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=');
            overrides[assignment[..equals].Trim().ToLowerInvariant()] = assignment[(equals + 1)..].Trim();
        }

        return overrides;
    }
}
