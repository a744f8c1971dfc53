using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>What to do with a fragment.</summary>
internal enum PlacementAction
{
    /// <summary>Append it, without its first <see cref="Placement.Skip"/> octets, which are stored already.</summary>
    Append,

    /// <summary>All of it is stored already.</summary>
    Known,

    /// <summary>It does not follow what is stored; the sender has to go back.</summary>
    Gap,

    /// <summary>It belongs to a content of which a later one is stored; the sender has lost its position.</summary>
    Outdated,

    /// <summary>It starts a content of which nothing is stored.</summary>
    Begin,
}

/// <summary>Decides where a fragment goes, by what is stored of its source.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Skip">Octets at its start that are stored already.</param>
internal readonly record struct Placement(PlacementAction Action, long Skip = 0)
{
    /// <summary>The decision for a sender that takes acknowledgements.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="length">Its length, uncompressed.</param>
    /// <param name="generation">What is stored of the source now; null if nothing is.</param>
    /// <param name="next">The offset that follows what is stored.</param>
    public static Placement Decide(LogtailFragment fragment, long length, string? generation, long next)
    {
        if (fragment.Gen != generation)
        {
            return IsOutdated(fragment.Gen, generation) ? new Placement(PlacementAction.Outdated)
                : new Placement(fragment.Fpos == (fragment.Start ?? fragment.Fpos) ? PlacementAction.Begin : PlacementAction.Gap);
        }

        return fragment.Fpos > next ? new Placement(PlacementAction.Gap)
            : fragment.Fpos + length <= next && (length > 0 || fragment.Fpos < next) ? new Placement(PlacementAction.Known)
            : new Placement(PlacementAction.Append, next - fragment.Fpos);
    }

    /// <summary>Generations are BIRTH-CUTS: of the same birth, the one with more cuts came later.</summary>
    private static bool IsOutdated(string? theirs, string? ours) =>
        theirs?.Split('-') is [var birth, var cuts] && ours?.Split('-') is [var ourBirth, var ourCuts]
        && birth == ourBirth && int.TryParse(cuts, out var number) && int.TryParse(ourCuts, out var ourNumber) && number < ourNumber;
}
