using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CC.Cli.CommandLine;

/// <summary>The help, and below it how the process ends.</summary>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var ended = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Exit codes:");
        foreach (var code in Enum.GetValues<ExitCode>())
        {
            output.WriteLine($"  {(int)code}  {ExitCodes.Meaning(code)}");
        }

        return ended;
    }
}
