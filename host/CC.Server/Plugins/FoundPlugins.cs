namespace CC.Server.Plugins;

/// <summary>The plugins that folders hold at a moment; of two with one name, the one in the folder that comes first.</summary>
/// <param name="Paths">Their main assemblies, by name; one may be missing in its folder.</param>
/// <param name="Shadowed">What is said of those that another of the same name hides.</param>
/// <param name="Strays">Assemblies that lie beside the plugins' folders, and are in none.</param>
internal sealed record FoundPlugins(IReadOnlyDictionary<string, string> Paths, IReadOnlyList<string> Shadowed, IReadOnlyList<string> Strays)
{
    /// <summary>Some of one folder are named; it may be a plugin's own, with all its packages.</summary>
    private const int MostNamed = 3;

    public static FoundPlugins In(IEnumerable<string> configured)
    {
        string[] folders = [.. configured];
        var byName = PluginFolders.Plugins(folders)
            .GroupBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal)
            .ToDictionary(group => group.Key!, group => group.OrderByDescending(File.Exists).ToArray(), StringComparer.Ordinal);
        return new FoundPlugins(
            byName.ToDictionary(entry => entry.Key, entry => entry.Value[0], StringComparer.Ordinal),
            [.. from entry in byName from path in entry.Value.Skip(1) where File.Exists(path) select Hidden(entry.Key, path, entry.Value[0])],
            PluginFolders.Strays(folders));
    }

    /// <summary>What each plugin's folder looks like, by the path of its main assembly, and each stray assembly.</summary>
    public IReadOnlyDictionary<string, string> Glances() => Paths.Values
        .Select(path => (path, Glance: FolderContent.Glance(Path.GetDirectoryName(path)!)))
        .Concat(Strays.Select(path => (path, FolderContent.GlanceAt(path))))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>What is said of stray assemblies, a sentence for each folder.</summary>
    public static IEnumerable<string> Misplaced(IEnumerable<string> strays) => strays.GroupBy(path => Path.GetDirectoryName(path)!).Select(group =>
    {
        string[] files = [.. group.Select(path => Path.GetFileName(path))];
        var name = Path.GetFileNameWithoutExtension(files[0]);
        var named = string.Join(", ", files.Take(MostNamed));
        var more = files.Length > MostNamed ? $" and {files.Length - MostNamed} more" : "";
        return $"{named}{more} in {group.Key} can't be used: a plugin has a folder of its own; move {files[0]}, with the files that it needs, to {Path.Combine(group.Key, name, files[0])}";
    });

    /// <summary>Whether a plugin's main assembly is there.</summary>
    public bool Has(string name) => Paths.TryGetValue(name, out var path) && File.Exists(path);

    private static string Hidden(string name, string path, string first) =>
        new PluginException(name, path, PluginState.Invalid, $"there is another one of that name, {first}, in a folder that comes first").Message;
}
