using CC.Sdk.Configuration;
using CC.Server.Plugins;

namespace CC.Server.Configuration;

/// <summary>A whole configuration, read, resolved and found valid.</summary>
/// <param name="Source">The file as read.</param>
/// <param name="Options">The section [ccserver].</param>
/// <param name="Catalog">The components that sections refer to.</param>
/// <param name="Routes">The section [routes], in its order.</param>
/// <param name="Handlers">The handler sections that routes, or other handlers, refer to.</param>
/// <param name="Daemons">The daemon sections that handlers refer to.</param>
/// <param name="Warnings">What is allowed, and probably not meant.</param>
internal sealed record NodeConfiguration(
    IniFile Source,
    NodeOptions Options,
    ComponentCatalog Catalog,
    IReadOnlyList<Route> Routes,
    IReadOnlyDictionary<string, HandlerModel> Handlers,
    IReadOnlyDictionary<string, DaemonModel> Daemons,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The sections whose values are not the same in both configurations.</summary>
    public IReadOnlySet<string> DifferenceTo(NodeConfiguration other) =>
        Source.Sections.Concat(other.Source.Sections)
            .Select(section => section.Name)
            .Where(name => Source.Find(name) is not { } here || other.Source.Find(name) is not { } there || !here.SameAs(there))
            .ToHashSet();
}

/// <summary>One line of [routes]: a message type, or <c>*</c>, and the sections of the handlers that get it and all types below it.</summary>
internal sealed record Route(string Pattern, IReadOnlyList<string> Sections);

/// <summary>A handler's section, resolved.</summary>
internal sealed record HandlerModel(IniSection Section, HandlerSection Common, Component Component, object? Options);

/// <summary>A daemon's section, resolved.</summary>
internal sealed record DaemonModel(IniSection Section, Component Component, object? Options);
