using System.CommandLine;
using CC.Cli.CommandLine;
using CC.Cli.Completion;

namespace CC.Cli.Commands;

/// <summary>Prints a script that completes this tool's command lines.</summary>
internal static class CompletionCommand
{
    public static Command Create(Runner runner, RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash or zsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        return runner.Command("completion", "prints a script that completes command lines: source <(ccctl completion bash)", [shell], call =>
        {
            call.Terminal.WriteLine(CompletionScript.For(call.Value(shell), CompletionWords.Of(root)));
            return Task.FromResult(ExitCode.Ok);
        });
    }
}
