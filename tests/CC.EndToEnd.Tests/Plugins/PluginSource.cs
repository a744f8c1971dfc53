using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>A plugin in one file of source, built on the spot.</summary>
internal static class PluginSource
{
    /// <summary>A source from <c>tests/apps/bad</c>.</summary>
    public static string Bad(string name) => File.ReadAllText(RepositoryFolder.At($"tests/apps/bad/{name}.cs"));

    /// <summary>A handler that answers <c>reply</c> with a text.</summary>
    public static string Saying(string text) => Bad("Good").Replace("\"hello\"", $"\"{text}\"", StringComparison.Ordinal);

    /// <summary>Puts a build where the server looks for it, as a careful deployment does: beside, then renamed.</summary>
    /// <param name="plugins">The folder of all plugins.</param>
    /// <param name="name">The plugin.</param>
    /// <param name="image">The assembly.</param>
    /// <param name="assembly">Which one it is; the main one where it is none of its dependencies.</param>
    public static void Deploy(string plugins, string name, byte[] image, string? assembly = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(plugins, name)).FullName;
        var next = Path.Combine(plugins, $".{name}.next");
        File.WriteAllBytes(next, image);
        File.Move(next, Path.Combine(folder, $"{assembly ?? name}.dll"), overwrite: true);
    }
}
