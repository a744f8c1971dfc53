using CC.Client.Security;
using CC.Sdk.Options;
using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Routing;
using CC.Server.Security;

namespace CC.Server.Configuration;

/// <summary>A whole configuration, read, resolved and found valid.</summary>
/// <param name="Options">The section [ccserver].</param>
/// <param name="Plugins">Where plugins come from.</param>
/// <param name="Catalog">The components that sections refer to.</param>
/// <param name="Routes">The section [routes], in its order.</param>
/// <param name="Handlers">The handler sections that routes, or other handlers, refer to.</param>
/// <param name="Daemons">The daemon sections that handlers refer to.</param>
/// <param name="Tasks">The sections of tasks.</param>
/// <param name="Warnings">What is allowed, and probably not meant.</param>
internal sealed record NodeConfiguration(
    NodeOptions Options,
    PluginSources Plugins,
    ComponentCatalog Catalog,
    IReadOnlyList<Route> Routes,
    IReadOnlyDictionary<string, HandlerModel> Handlers,
    IReadOnlyDictionary<string, DaemonModel> Daemons,
    IReadOnlyDictionary<string, TaskModel> Tasks,
    IReadOnlyList<string> Warnings)
{
    /// <summary>What the node and its handlers sign and verify messages with.</summary>
    public CmsOptions Security { get; init; } = new();

    /// <summary>The section [access].</summary>
    public AccessTable Access { get; init; } = AccessTable.Empty;

    /// <summary>What signatures are verified with for it.</summary>
    public CmsOptions AccessSecurity { get; init; } = new();

    /// <summary>The sections that mean something else in both configurations, or are in one of them only. How they are written makes no difference.</summary>
    public IReadOnlySet<string> DifferenceTo(NodeConfiguration other)
    {
        var changed = new HashSet<string>();
        changed.UnionWith(Difference(Handlers, other.Handlers, static (here, there) => here.SameAs(there)));
        changed.UnionWith(Difference(Further, other.Further, static (here, there) => here == there));
        changed.UnionWith(Difference(Daemons, other.Daemons, static (here, there) => here.SameAs(there)));
        changed.UnionWith(Difference(Tasks, other.Tasks, static (here, there) => here.SameAs(there)));
        if (!OptionsBinder.AreSame(Options, other.Options) || !OptionsBinder.AreSame(Security, other.Security) || !OptionsBinder.AreSame(AccessSecurity, other.AccessSecurity))
        {
            changed.Add(ConfigurationLoader.MainSection);
        }

        if (!Plugins.Folders.SequenceEqual(other.Plugins.Folders) || Plugins.Options != other.Plugins.Options)
        {
            changed.Add(ConfigurationLoader.PluginsSection);
        }

        if (!Routes.Select(Text).SequenceEqual(other.Routes.Select(Text)))
        {
            changed.Add(ConfigurationLoader.RoutesSection);
        }

        if (!Access.Rules.Select(Text).SequenceEqual(other.Access.Rules.Select(Text)))
        {
            changed.Add(AccessSection.Name);
        }

        return changed;
    }

    private Dictionary<string, ConfiguredSection> Further => Handlers.Values.SelectMany(handler => handler.Further).ToDictionary(section => section.Name);

    private static string Text(AccessRule rule) => $"{rule.Pattern} = {string.Join(" and ", rule.Subjects)}";

    private static IEnumerable<string> Difference<T>(IReadOnlyDictionary<string, T> here, IReadOnlyDictionary<string, T> there, Func<T, T, bool> areSame) =>
        here.Keys.Union(there.Keys)
            .Where(section => !here.TryGetValue(section, out var one) || !there.TryGetValue(section, out var another) || !areSame(one, another));

    private static string Text(Route route) => $"{route.Pattern} = {string.Join(", ", route.Sections)}";
}
