using CC.Sdk.Options;

namespace CC.Server.Plugins;

/// <summary>All components of all plugins, by kind and name.</summary>
internal sealed class ComponentCatalog
{
    private readonly Dictionary<(ComponentKind Kind, string Name), Component> components = [];

    /// <exception cref="PluginException">Two plugins claim one name.</exception>
    public ComponentCatalog(IEnumerable<Plugin> plugins)
    {
        Plugins = [.. plugins];
        foreach (var plugin in Plugins)
        {
            foreach (var (component, name) in plugin.Components.SelectMany(component => component.Names, (component, name) => (component, name)))
            {
                if (!components.TryAdd((component.Kind, name), component))
                {
                    throw new PluginException(plugin.Name, plugin.Path, $"another plugin has a {component.Kind.ToString().ToLowerInvariant()} of the name {name}");
                }
            }
        }
    }

    public IReadOnlyList<Plugin> Plugins { get; }

    /// <summary>Finds a component by its name, or by the one that CC 0.8.7 had for it, such as <c>cc.handler.proxy</c>.</summary>
    public Component? Find(ComponentKind kind, string name)
    {
        var prefix = kind == ComponentKind.Handler ? "cc.handler." : "cc.daemon.";
        var bare = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return components.GetValueOrDefault((kind, bare));
    }

    /// <summary>What to say of a name that no plugin has.</summary>
    public string Unknown(ComponentKind kind, string name)
    {
        var known = components.Keys.Where(key => key.Kind == kind).Select(key => key.Name).Order(StringComparer.Ordinal).ToArray();
        var what = kind.ToString().ToLowerInvariant();
        return NearestName.Find(name, known) is { } nearest
            ? $"is no {what} of any plugin here; did you mean {nearest}?"
            : $"is no {what} of any plugin here; there are: {string.Join(", ", known)}";
    }
}
