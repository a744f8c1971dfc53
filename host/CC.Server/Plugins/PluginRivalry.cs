namespace CC.Server.Plugins;

/// <summary>Two plugins must not claim one name.</summary>
internal static class PluginRivalry
{
    /// <summary>What another plugin has the name of already; null if all names are free.</summary>
    public static string? Of(Plugin plugin, IEnumerable<Plugin> others) => (
        from other in others
        where other.Name != plugin.Name
        from theirs in other.Components
        from own in plugin.Components
        where own.Kind == theirs.Kind && own.Names.Intersect(theirs.Names).Any()
        select $"it claims the {own.Kind.ToString().ToLowerInvariant()} {own.Names.Intersect(theirs.Names).First()}, which the plugin {other.Name} ({other.Path}) has; rename one, or remove it")
        .FirstOrDefault();
}
