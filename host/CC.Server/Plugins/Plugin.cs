using System.Reflection;

namespace CC.Server.Plugins;

/// <summary>A plugin's loaded code and the components found in it.</summary>
internal sealed record Plugin(string Name, string Path, string Version, IReadOnlyList<Component> Components)
{
    /// <summary>Kept as long as the plugin: the runtime keeps loaded code alive, but a context that nobody refers to unloads itself, and loads nothing more.</summary>
    public PluginLoadContext? Context { get; init; }

    /// <summary>Loads <c>FOLDER/NAME/NAME.dll</c>.</summary>
    /// <exception cref="PluginException">The plugin can't be used.</exception>
    public static Plugin Load(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        try
        {
            return Load(name, path);
        }
        catch (Exception failure) when (failure is not PluginException)
        {
            // Whatever loading and looking at somebody else's code leads to, it is that code which can't be used.
            throw new PluginException(name, path, $"{failure.Message.TrimEnd('.')} ({failure.GetType().Name})", failure);
        }
    }

    private static Plugin Load(string name, string path)
    {
        if (!File.Exists(path))
        {
            throw new PluginException(name, path, "there is no such file; a plugin is FOLDER/NAME/NAME.dll, in the same spelling");
        }

        var context = new PluginLoadContext(path);
        var assembly = context.LoadPlugin();
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var components = assembly.GetExportedTypes().Select(Component.Of).OfType<Component>().ToArray();
        var problems = components.SelectMany(ComponentProbe.Problems).ToArray();
        return components is [] ? throw new PluginException(name, path, "it has no public class marked [Handler] or [Daemon]")
            : problems is not [] ? throw new PluginException(name, path, string.Join("; ", problems))
            : new Plugin(name, path, version, components) { Context = context };
    }
}
