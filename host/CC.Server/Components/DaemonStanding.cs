namespace CC.Server.Components;

/// <summary>How a daemon is at a moment.</summary>
/// <param name="State">What becomes of it.</param>
/// <param name="Why">The reason, where there is one.</param>
/// <param name="History">What its runs were like since it was changed last.</param>
internal sealed record DaemonStanding(DaemonState State, string Why, DaemonHistory History);
