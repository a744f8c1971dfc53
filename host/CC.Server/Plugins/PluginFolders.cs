namespace CC.Server.Plugins;

/// <summary>Loads plugins: each folder <c>NAME</c> with a <c>NAME.dll</c> in it, in the folders configured and in the one shipped with the server.</summary>
internal static class PluginFolders
{
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Loads all that can be loaded; a plugin that can't be does not keep the others from being used.</summary>
    public static ComponentCatalog Load(IEnumerable<string> configured)
    {
        var plugins = new List<Plugin>();
        var problems = new List<string>();
        foreach (var path in configured.Append(Shipped).Where(Directory.Exists).Select(Plain).Distinct().SelectMany(In))
        {
            try
            {
                plugins.Add(Plugin.Load(path));
            }
            catch (PluginException broken)
            {
                problems.Add(broken.Message);
            }
        }

        return new ComponentCatalog(plugins, problems);
    }

    /// <summary>A folder in the one spelling that it can be compared by.</summary>
    private static string Plain(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static IEnumerable<string> In(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(plugin => Path.GetFileName(plugin) is not ['.', ..])
            .Order(StringComparer.Ordinal)
            .Select(plugin => Path.Combine(plugin, $"{Path.GetFileName(plugin)}.dll"));
}
