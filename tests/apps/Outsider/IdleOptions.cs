namespace CC.Plugins.Outsider;

/// <summary>An idle daemon's section.</summary>
public sealed record IdleOptions
{
    /// <summary>What it says when it begins.</summary>
    public string Word { get; init; } = "";
}
