namespace CC.Plugins.InfoScript;

/// <summary>How a command has ended.</summary>
/// <param name="Output">What it has written, as far as it was read.</param>
/// <param name="Failure">Why that is of no use; null if it is.</param>
internal sealed record CommandOutcome(ReadOnlyMemory<byte> Output, string? Failure);
