using System.Reflection;

namespace CC.Server.Plugins;

/// <summary>A plugin's loaded code and the components found in it.</summary>
internal sealed record Plugin(string Name, string Path, string Version, IReadOnlyList<Component> Components)
{
    /// <summary>Loads <c>FOLDER/NAME/NAME.dll</c>.</summary>
    /// <exception cref="PluginException">The plugin can't be loaded.</exception>
    public static Plugin Load(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        try
        {
            var assembly = new PluginLoadContext(path).LoadPlugin();
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            var components = assembly.GetExportedTypes().Select(Component.Of).OfType<Component>().ToArray();
            return components is []
                ? throw new PluginException(name, path, "it has no public class marked [Handler] or [Daemon]")
                : new Plugin(name, path, version, components);
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException or TypeLoadException or ReflectionTypeLoadException or UnauthorizedAccessException)
        {
            throw new PluginException(name, path, failure.Message, failure);
        }
    }
}
