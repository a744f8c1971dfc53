using CC.Sdk.Options;

namespace CC.Server.Plugins;

/// <summary>Finds plugins: each folder <c>NAME</c> with a <c>NAME.dll</c> in it, in the folder shipped with the server and in those configured.</summary>
internal static class PluginDirectories
{
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The paths of the plugins' assemblies; a configured folder that does not exist is an error.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> configured, Func<string, OptionError> error, ICollection<OptionError> errors)
    {
        var folders = new List<string>();
        foreach (var folder in configured.Select(Path.GetFullPath))
        {
            if (Directory.Exists(folder))
            {
                folders.Add(folder);
            }
            else
            {
                errors.Add(error($"names a folder that does not exist: {folder}"));
            }
        }

        return [.. folders.Append(Shipped).Where(Directory.Exists).Distinct().SelectMany(In)];
    }

    private static IEnumerable<string> In(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Order(StringComparer.Ordinal)
            .Select(plugin => Path.Combine(plugin, $"{Path.GetFileName(plugin)}.dll"))
            .Where(File.Exists);
}
