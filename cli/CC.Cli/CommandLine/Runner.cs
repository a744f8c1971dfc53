using System.CommandLine;
using CC.Cli.Output;

namespace CC.Cli.CommandLine;

/// <summary>Makes commands, and sees to it that each ends with an exit code and a word of why.</summary>
internal sealed class Runner(Terminal terminal, Func<string, string?> environment, ICollection<IAsyncDisposable> left)
{
    public CommonOptions Common { get; } = new();

    /// <summary>Makes a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the help says of it.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="run">What it does.</param>
    public Command Command(string name, string description, Symbol[] symbols, Func<Call, Task<ExitCode>> run)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                command.Options.Add(option);
            }
            else
            {
                command.Arguments.Add((Argument)symbol);
            }
        }

        command.SetAction((parsed, _) => RunAsync(new Call(parsed, Common, terminal, environment, left), run));
        return command;
    }

    private static async Task<int> RunAsync(Call call, Func<Call, Task<ExitCode>> run)
    {
        try
        {
            return (int)await run(call);
        }
        catch (CommandFailure failure)
        {
            return (int)Fail(call, failure);
        }
        catch (Exception failure) when (failure is not (OutputClosedException or OutputFailedException))
        {
            return (int)Fail(call, new CommandFailure(ExitCode.Failed, $"failed where it should not have; please report it: {failure}"));
        }
    }

    private static ExitCode Fail(Call call, CommandFailure failure)
    {
        call.Terminal.Tell(failure.Message);
        if (call.Json)
        {
            call.Terminal.WriteLine(failure.Answer ?? CliJson.Error(failure.Code, failure.Message));
        }

        return failure.Code;
    }
}
