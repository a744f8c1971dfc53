using CC.Sdk.Options;

namespace CC.Plugins.Wreck;

/// <summary>A chatterbox's section.</summary>
public sealed record ChatterOptions
{
    /// <summary>What it says.</summary>
    public string Word { get; init; } = "";

    /// <summary>Files that it opens, and keeps.</summary>
    [Option(Min = 0)]
    public int Files { get; init; }
}
