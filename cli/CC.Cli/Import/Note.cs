using CC.Cli.Output;

namespace CC.Cli.Import;

/// <summary>A setting that has no counterpart, or one that does not do quite the same, or one that no job can be made with.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Name">The setting, and whose it is.</param>
/// <param name="Value">What it is set to; null if it is missing.</param>
/// <param name="Advice">What is so, and what to do instead.</param>
internal sealed record Note(string File, int Line, string Name, string? Value, string Advice)
{
    private const int LongestValue = 60;

    /// <summary>Whether no job can be made as long as it is so.</summary>
    public bool IsError { get; init; }

    public override string ToString() => $"{File}:{Line}: {Name}{(Value is null ? "" : $" = {CellText.Fit(CellText.Clean(Value), LongestValue, Shorten.End)}")}: {Advice}";
}
