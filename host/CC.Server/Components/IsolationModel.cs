using CC.Sdk.Options;

namespace CC.Server.Components;

/// <summary>What a component may use that runs in a process of its own.</summary>
/// <param name="MaxMemory">How much managed memory; 0 is no limit.</param>
/// <param name="MaxFiles">How many files and connections at once; 0 is as many as the node's own process.</param>
/// <param name="Nice">How far it steps back when others want the processor.</param>
internal sealed record IsolationModel(ByteSize MaxMemory, int MaxFiles, int Nice)
{
    /// <summary>Whom the process belongs to; empty for the user that the node's own belongs to.</summary>
    public string User { get; init; } = "";
}
