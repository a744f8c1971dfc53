namespace CC.Cli;

/// <summary>The command can't be carried out; ends it.</summary>
/// <param name="code">How the process ends.</param>
/// <param name="message">Names the thing, the value, the rule and the next step.</param>
/// <param name="answer">The node's own words as JSON, where it is the node that says no.</param>
internal sealed class CommandFailure(ExitCode code, string message, string? answer = null) : Exception(message)
{
    public ExitCode Code => code;

    public string? Answer => answer;
}
