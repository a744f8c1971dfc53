using Spectre.Console;

namespace CC.Cli.Output;

/// <summary>A text of a listing, and its colour where there are colours.</summary>
internal readonly record struct Cell(string Text, Color? Colour = null)
{
    public static implicit operator Cell(string text) => new(text);

    public static implicit operator Cell(long number) => new(Words.Of(number));

    /// <summary>A state, in the colour of how good it is.</summary>
    public static Cell State(string state) => new(state, state switch
    {
        "active" or "running" or "valid" or "alive" or "finished" => Color.Green,
        "quarantined" or "waiting" or "vacant" or "unloaded" or "pinned" or "missing" or "stopped" => Color.Yellow,
        "incompatible" or "invalid" or "malfunctioned" or "gone" or "failed" => Color.Red,
        _ => null,
    });

    /// <summary>What was found, in the colour of whether that is bad.</summary>
    public static Cell Finding(string finding, bool isBad) => new(finding, isBad ? Color.Red : finding == "identical" ? Color.Green : null);

    /// <summary>A number that should be zero.</summary>
    public static Cell Fault(long number) => new(Words.Of(number), number > 0 ? Color.Red : null);
}
