using CC.Programs;
using CC.Sdk.Options;

namespace CC.Server.Commands;

/// <summary>A program as a task.</summary>
internal sealed record CommandOptions : IValidatedOptions
{
    /// <summary>The program and its arguments.</summary>
    [Option(Required = true)]
    public string Command { get; init; } = "";

    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (BrokenRule(Command) is { } rule)
        {
            yield return ("command", rule);
        }
    }

    private static string? BrokenRule(string command)
    {
        try
        {
            return CommandWords.Split(command) is [{ Length: > 0 }, ..] ? null : "names no program";
        }
        catch (FormatException wrong)
        {
            return $"is no command line: {wrong.Message}";
        }
    }
}
