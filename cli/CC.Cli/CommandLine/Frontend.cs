using System.CommandLine;
using System.CommandLine.Parsing;
using CC.Cli.Output;

namespace CC.Cli.CommandLine;

/// <summary>The whole command line: parses it, runs the command, and turns what becomes of it into an exit code.</summary>
internal static class Frontend
{
    /// <summary>An argument that begins with <c>@</c> is nothing but that.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where the command writes.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="left">Is given what the command has opened and has no more use for.</param>
    public static async Task<ExitCode> RunAsync(string[] arguments, Terminal terminal, Func<string, string?> environment, ICollection<IAsyncDisposable> left)
    {
        try
        {
            return await RunAsync(arguments, terminal, new Runner(terminal, environment, left));
        }
        catch (OutputClosedException)
        {
            return ExitCode.Ok;
        }
        catch (OutputFailedException failed)
        {
            terminal.Tell(failed.Message);
            return ExitCode.Failed;
        }
        catch (IOException failed)
        {
            // Of the library, which writes the help.
            terminal.Tell(new OutputFailedException(failed).Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<ExitCode> RunAsync(string[] arguments, Terminal terminal, Runner runner)
    {
        var parsed = CommandTree.Create(runner).Parse(arguments, Parsing);
        if (parsed.Errors.Count > 0)
        {
            return Misunderstood(parsed, terminal, parsed.GetResult(runner.Common.Json)?.GetValueOrDefault<bool>() ?? false);
        }

        // The library would otherwise listen to signals, and print exceptions.
        return (ExitCode)await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static ExitCode Misunderstood(ParseResult parsed, Terminal terminal, bool asJson)
    {
        foreach (var error in parsed.Errors)
        {
            terminal.Tell(error.Message);
        }

        terminal.TellPlainly($"{PathOf(parsed.CommandResult)} --help tells what it takes.");
        if (asJson)
        {
            terminal.WriteLine(CliJson.Error(ExitCode.Usage, string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))));
        }

        return ExitCode.Usage;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "ccctl";
}
