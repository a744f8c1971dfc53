using CC.Sdk.Options;
using CC.Server.Components;

namespace CC.Server.Plugins;

/// <summary>All components of all plugins, by kind and name, and what is wrong with plugins that can't be used.</summary>
internal sealed class ComponentCatalog
{
    private readonly Dictionary<(ComponentKind Kind, string Name), Component> components;

    /// <param name="plugins">The plugins; of two that have the same name for a component, one that serves goes before one that was unloaded.</param>
    /// <param name="problems">What is wrong with plugins that are not among them.</param>
    public ComponentCatalog(IEnumerable<Plugin> plugins, IReadOnlyList<string> problems)
    {
        Problems = problems;
        components = plugins
            .SelectMany(plugin => plugin.Components)
            .OrderBy(component => component.IsVacant)
            .SelectMany(component => component.Names, (component, name) => (Key: (component.Kind, name), Component: component))
            .DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key, entry => entry.Component);
    }

    /// <summary>For each plugin that can't be used a sentence that says why. It matters only to who needs it.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Finds a component by its name, or by the one that CC 0.8.7 had for it, such as <c>cc.handler.proxy</c>; null if none has it.</summary>
    public Component? Find(ComponentKind kind, string name) => components.GetValueOrDefault((kind, Bare(kind, name)));

    /// <summary>What to say of a name that <see cref="Find"/> does not find.</summary>
    public string Unknown(ComponentKind kind, string name)
    {
        var known = components.Keys.Where(key => key.Kind == kind).Select(key => key.Name).Order(StringComparer.Ordinal).ToArray();
        var hint = NearestName.Find(Bare(kind, name), known) is { } nearest
            ? $"did you mean {nearest}?"
            : $"there are: {string.Join(", ", known)}";
        return string.Join("; ", [$"is no {kind.ToString().ToLowerInvariant()} of any plugin here", hint, .. Problems]);
    }

    /// <summary>What CC 0.8.7 has in front of the names.</summary>
    public static string PrefixOf(ComponentKind kind) => $"cc.{kind.ToString().ToLowerInvariant()}.";

    private static string Bare(ComponentKind kind, string name)
    {
        var prefix = PrefixOf(kind);
        return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }
}
