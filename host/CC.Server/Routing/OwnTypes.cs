using CC.Sdk;

namespace CC.Server.Routing;

/// <summary>The message types that a node answers itself, whatever its routes say: otherwise a proxy could carry them to where they are taken for local.</summary>
internal static class OwnTypes
{
    public static IReadOnlyList<string> Patterns { get; } = ["cc", "plugin", "event.subscribe", "event.unsubscribe", "files.status", "files.hash"];

    /// <summary>Whether a type, or a route's pattern, is one of them.</summary>
    public static bool Include(string type) => Patterns.Any(own => NodeEvent.IsBelow(type, own));
}
