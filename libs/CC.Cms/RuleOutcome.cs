namespace CC.Cms;

/// <summary>What one of the rules for signers' certificates, or signatures, has to say.</summary>
/// <param name="Rule">The rule, in a few words.</param>
/// <param name="Fault">What is wrong; null if the rule is kept.</param>
/// <param name="Detail">What was found.</param>
/// <param name="NextStep">What to do about it; empty if the rule is kept.</param>
public sealed record RuleOutcome(string Rule, CmsFault? Fault, string Detail, string NextStep)
{
    /// <summary>Whether the rule is kept.</summary>
    public bool IsKept => Fault is null;

    internal static RuleOutcome Kept(string rule, string detail) => new(rule, null, detail, "");
}
