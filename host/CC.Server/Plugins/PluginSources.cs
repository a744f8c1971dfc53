namespace CC.Server.Plugins;

/// <summary>Where plugins come from, and what is asked of them.</summary>
/// <param name="Folders">The configured folders that exist, besides the one shipped with the server.</param>
/// <param name="Options">The section [plugins].</param>
internal sealed record PluginSources(IReadOnlyList<string> Folders, PluginOptions Options)
{
    /// <summary>No folders but the shipped one, and the defaults.</summary>
    public static PluginSources Default { get; } = new([], new PluginOptions());
}
