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
    public static void Deploy(string plugins, string name, byte[] image)
    {
        var folder = Directory.CreateDirectory(Path.Combine(plugins, name)).FullName;
        var next = Path.Combine(plugins, $".{name}.next");
        File.WriteAllBytes(next, image);
        File.Move(next, Path.Combine(folder, $"{name}.dll"), overwrite: true);
    }
}
