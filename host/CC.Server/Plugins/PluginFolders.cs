namespace CC.Server.Plugins;

/// <summary>Where plugins are: in each folder <c>NAME</c>, of the folders configured and of the one shipped with the server, a <c>NAME.dll</c>.</summary>
internal static class PluginFolders
{
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>All that may hold plugins, each once; those configured come first.</summary>
    public static IReadOnlyList<string> All(IEnumerable<string> configured) =>
        [.. configured.Append(Shipped).Where(Directory.Exists).Select(Plain).Distinct()];

    /// <summary>The main assemblies, whether or not they are there, of the plugins in these folders.</summary>
    public static IReadOnlyList<string> Plugins(IEnumerable<string> configured) => [.. All(configured).SelectMany(In)];

    /// <summary>The assemblies that lie in these folders themselves, where nothing is looked for.</summary>
    public static IReadOnlyList<string> Strays(IEnumerable<string> configured) => [.. All(configured).SelectMany(Loose)];

    /// <summary>A folder in the one spelling that it can be compared by.</summary>
    private static string Plain(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static IEnumerable<string> In(string folder) =>
        Entries(folder, Directory.EnumerateDirectories).Select(plugin => Path.Combine(plugin, $"{Path.GetFileName(plugin)}.dll"));

    private static IEnumerable<string> Loose(string folder) => Entries(folder, path => Directory.EnumerateFiles(path, "*.dll"));

    private static IEnumerable<string> Entries(string folder, Func<string, IEnumerable<string>> enumerate)
    {
        try
        {
            return enumerate(folder).Where(entry => Path.GetFileName(entry) is not ['.', ..]).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return []; // It went away a moment ago.
        }
    }
}
