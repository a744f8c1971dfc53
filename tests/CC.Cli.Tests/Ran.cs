namespace CC.Cli.Tests;

/// <summary>What a run has come to.</summary>
internal sealed record Ran(ExitCode Code, string Output, string Error)
{
    public string[] Lines => Output.TrimEnd('\n').Split('\n');
}
