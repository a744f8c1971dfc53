using CC.Sdk.Options;

namespace CC.Plugins.Tasks.Exec;

/// <summary>A section of the task exec.</summary>
public sealed record ExecOptions : IValidatedOptions
{
    /// <summary>The commands that may be run, each on a line of its own: <c>NAME: /PROGRAM ARGUMENT {PARAMETER} ...</c>.</summary>
    [Option(Required = true)]
    public string Allow { get; init; } = "";

    /// <summary>How much of what a command writes is passed on; the rest is left out.</summary>
    [Option(Min = 0)]
    public ByteSize MaxOutput { get; init; } = new(10 * 1024 * 1024);

    /// <summary>How long a command may take to end when it is told to; then it is killed.</summary>
    [Option(Min = 0)]
    public TimeSpan KillAfter { get; init; } = TimeSpan.FromSeconds(2);

    internal IEnumerable<string> Lines => Allow.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        var rules = Lines.Select(line => (Line: line, Rule: AllowedCommand.BrokenRule(line))).Where(line => line.Rule is not null).Select(line => ("allow", $"has '{line.Line}', which {line.Rule}")).ToList();
        if (rules is [] && Lines.Select(line => AllowedCommand.Parse(line).Name).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            rules.Add(("allow", $"has two commands of the name {twice.Key}"));
        }

        return rules;
    }
}
