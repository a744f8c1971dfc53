namespace CC.Server.Plugins;

/// <summary>A plugin whose files are not those that were last taken up, or tried.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Path">Its main assembly; empty if it is gone.</param>
/// <param name="Glance">What its folder looked like.</param>
/// <param name="Content">What its folder held.</param>
internal sealed record PluginChange(string Name, string Path, string Glance, string Content)
{
    /// <summary>Whether the plugin's files are gone.</summary>
    public bool IsRemoval => Path.Length == 0;

    /// <summary>The plugin at a path as it is now.</summary>
    public static PluginChange At(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        var glance = FolderContent.Glance(folder); // First: what changes from here on is a change.
        return new PluginChange(System.IO.Path.GetFileNameWithoutExtension(path), path, glance, FolderContent.Hash(folder));
    }

    /// <summary>The same, if its files have looked as they are said to, from before they were read until after; otherwise null.</summary>
    public static PluginChange? At(string path, string glance) =>
        At(path) is { } change && change.Glance == glance && FolderContent.Glance(System.IO.Path.GetDirectoryName(path)!) == glance ? change : null;

    public static PluginChange Removal(string name) => new(name, "", "", "");
}
