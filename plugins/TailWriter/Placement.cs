using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>What to do with a fragment.</summary>
internal enum PlacementAction
{
    /// <summary>Append it, without its first <see cref="Placement.Skip"/> octets, which are stored already.</summary>
    Append,

    /// <summary>It starts a content of which nothing is stored.</summary>
    Begin,

    /// <summary>All of it is stored already.</summary>
    Known,

    /// <summary>It does not follow what is stored of its content; the sender has to go back.</summary>
    Gap,

    /// <summary>Nothing is stored of its content, and it is not the first piece of it; the sender has to begin.</summary>
    Unknown,

    /// <summary>A later content of the same file is stored; the sender has lost its position.</summary>
    Outdated,
}

/// <summary>Decides where a fragment goes, by what is stored of its source.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Skip">Octets at its start that are stored already.</param>
internal readonly record struct Placement(PlacementAction Action, long Skip = 0)
{
    /// <summary>The decision for a sender that takes acknowledgements.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="length">Its length, uncompressed; 0 for one that only asks.</param>
    /// <param name="generation">The content that is stored of the source; null if there is none.</param>
    /// <param name="next">The offset that follows what is stored.</param>
    public static Placement Decide(LogtailFragment fragment, long length, string? generation, long next)
    {
        if (fragment.Gen != generation)
        {
            return new Placement(
                IsOutdated(fragment.Gen, generation) ? PlacementAction.Outdated
                : length > 0 && fragment.Fpos == (fragment.Start ?? fragment.Fpos) ? PlacementAction.Begin
                : PlacementAction.Unknown);
        }

        return fragment.Fpos > next ? new Placement(PlacementAction.Gap)
            : fragment.Fpos + length <= next ? new Placement(PlacementAction.Known)
            : new Placement(PlacementAction.Append, next - fragment.Fpos);
    }

    /// <summary>Generations are BIRTH-CUTS: of the same birth, the one with more cuts came later.</summary>
    private static bool IsOutdated(string? theirs, string? ours) =>
        theirs?.Split('-') is [var birth, var cuts] && ours?.Split('-') is [var ourBirth, var ourCuts]
        && birth == ourBirth && int.TryParse(cuts, out var number) && int.TryParse(ourCuts, out var ourNumber) && number < ourNumber;
}
