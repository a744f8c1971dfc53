namespace CC.Server.Plugins;

/// <summary>A plugin can't be used.</summary>
internal sealed class PluginException(string plugin, string path, PluginState state, string why, Exception? inner = null)
    : Exception($"the plugin {plugin} ({path}) can't be used: {why}", inner)
{
    /// <summary>What that makes of it.</summary>
    public PluginState State => state;

    /// <summary>Why, without the name.</summary>
    public string Why => why;
}
