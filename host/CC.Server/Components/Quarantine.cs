using CC.Server.Routing;

namespace CC.Server.Components;

/// <summary>That a handler was taken out of the routes.</summary>
/// <param name="Why">What was too bad.</param>
/// <param name="Since">When.</param>
internal sealed record Quarantine(string Why, DateTimeOffset Since)
{
    /// <summary>What its calls were like until then.</summary>
    public Health? Health { get; init; }
}
