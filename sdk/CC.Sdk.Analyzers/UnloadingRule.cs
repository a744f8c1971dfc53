using Microsoft.CodeAnalysis;

namespace CC.Sdk.Analyzers;

/// <summary>The rules: what a plugin must not do, since it could not be unloaded then.</summary>
internal static class UnloadingRule
{
    private const string Category = "Unloading";

    public static readonly DiagnosticDescriptor ReflectionJson = new(
        "CC0001",
        "JSON by reflection keeps the plugin in memory",
        "'{0}' finds out at run time what a type looks like, and what it found keeps the plugin from being unloaded: {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Explained in docs/plugin-contract.md, under CC0001.");

    public static readonly DiagnosticDescriptor StaticEvent = new(
        "CC0002",
        "A subscription to an event of the host keeps the plugin in memory",
        "'{0}' lives as long as the process, and its subscriber '{1}' keeps the plugin from being unloaded: unsubscribe the same handler in Dispose or DisposeAsync",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Explained in docs/plugin-contract.md, under CC0002.");

    public static readonly DiagnosticDescriptor Unstopped = new(
        "CC0003",
        "A thread, timer, wait or signal that nobody ends keeps the plugin in memory",
        "The {0} is never ended by '{1}', and while it runs the plugin can't be unloaded: {2}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Explained in docs/plugin-contract.md, under CC0003.");
}
