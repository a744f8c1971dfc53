using CC.Sdk.Options;

namespace CC.Server.Plugins;

/// <summary>All components of all plugins, by kind and name, and what is wrong with plugins that can't be used.</summary>
internal sealed class ComponentCatalog
{
    private readonly ILookup<(ComponentKind Kind, string Name), (Component Component, Plugin Plugin)> components;

    public ComponentCatalog(IEnumerable<Plugin> plugins, IReadOnlyList<string> problems)
    {
        Problems = problems;
        components = plugins
            .SelectMany(plugin => plugin.Components, (plugin, component) => (Component: component, Plugin: plugin))
            .SelectMany(found => found.Component.Names, (found, name) => (Key: (found.Component.Kind, name), Found: found))
            .ToLookup(entry => entry.Key, entry => entry.Found);
    }

    /// <summary>For each plugin that can't be used a sentence that says why. It matters only to who needs it.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Finds a component by its name, or by the one that CC 0.8.7 had for it, such as <c>cc.handler.proxy</c>; null if none, or more than one, has it.</summary>
    public Component? Find(ComponentKind kind, string name) => components[(kind, Bare(kind, name))].ToArray() is [var only] ? only.Component : null;

    /// <summary>What to say of a name that <see cref="Find"/> does not find.</summary>
    public string Unknown(ComponentKind kind, string name)
    {
        var what = kind.ToString().ToLowerInvariant();
        if (components[(kind, Bare(kind, name))].Select(found => found.Plugin.Path).ToArray() is { Length: > 1 } several)
        {
            return $"is a {what} of several plugins: {string.Join(", ", several)}; remove all but one";
        }

        var known = components.Select(entry => entry.Key).Where(key => key.Kind == kind).Select(key => key.Name).Order(StringComparer.Ordinal).ToArray();
        var hint = NearestName.Find(Bare(kind, name), known) is { } nearest
            ? $"did you mean {nearest}?"
            : $"there are: {string.Join(", ", known)}";
        return string.Join("; ", [$"is no {what} of any plugin here", hint, .. Problems]);
    }

    private static string Bare(ComponentKind kind, string name)
    {
        var prefix = kind == ComponentKind.Handler ? "cc.handler." : "cc.daemon.";
        return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }
}
