using CC.Cli.Output;

namespace CC.Cli.Import;

/// <summary>A setting that has no counterpart, or one that does not do quite the same.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Name">The setting, and whose it is.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="Advice">What is so, and what to do instead.</param>
internal sealed record Note(string File, int Line, string Name, string Value, string Advice)
{
    private const int LongestValue = 60;

    public override string ToString() => $"{File}:{Line}: {Name} = {CellText.Fit(CellText.Clean(Value), LongestValue, Shorten.End)}: {Advice}";
}
