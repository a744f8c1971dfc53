namespace CC.Plugins.Ledger;

/// <summary>What the ledger is told.</summary>
public sealed record LedgerOptions
{
    /// <summary>Whether the hooks of the package are taken back when the build is let go.</summary>
    public bool TakesBack { get; init; } = true;
}
