using CC.Sdk.Options;
using CC.Server.Plugins;
using CC.Server.Routing;

namespace CC.Server.Configuration;

/// <summary>A whole configuration, read, resolved and found valid.</summary>
/// <param name="Options">The section [ccserver].</param>
/// <param name="Catalog">The components that sections refer to.</param>
/// <param name="Routes">The section [routes], in its order.</param>
/// <param name="Handlers">The handler sections that routes, or other handlers, refer to.</param>
/// <param name="Daemons">The daemon sections that handlers refer to.</param>
/// <param name="Warnings">What is allowed, and probably not meant.</param>
internal sealed record NodeConfiguration(
    NodeOptions Options,
    ComponentCatalog Catalog,
    IReadOnlyList<Route> Routes,
    IReadOnlyDictionary<string, HandlerModel> Handlers,
    IReadOnlyDictionary<string, DaemonModel> Daemons,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The sections that mean something else in both configurations, or are in one of them only. How they are written makes no difference.</summary>
    public IReadOnlySet<string> DifferenceTo(NodeConfiguration other)
    {
        var changed = new HashSet<string>();
        changed.UnionWith(Difference(Handlers, other.Handlers, static (here, there) => here.SameAs(there)));
        changed.UnionWith(Difference(Daemons, other.Daemons, static (here, there) => here.SameAs(there)));
        if (!OptionsBinder.AreSame(Options, other.Options))
        {
            changed.Add(ConfigurationLoader.MainSection);
        }

        if (!Routes.Select(Text).SequenceEqual(other.Routes.Select(Text)))
        {
            changed.Add(ConfigurationLoader.RoutesSection);
        }

        return changed;
    }

    private static IEnumerable<string> Difference<T>(IReadOnlyDictionary<string, T> here, IReadOnlyDictionary<string, T> there, Func<T, T, bool> areSame) =>
        here.Keys.Union(there.Keys)
            .Where(section => !here.TryGetValue(section, out var one) || !there.TryGetValue(section, out var another) || !areSame(one, another));

    private static string Text(Route route) => $"{route.Pattern} = {string.Join(", ", route.Sections)}";
}
