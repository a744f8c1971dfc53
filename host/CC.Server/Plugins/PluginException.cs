namespace CC.Server.Plugins;

/// <summary>A plugin can't be used.</summary>
internal sealed class PluginException(string plugin, string path, string why, Exception? inner = null)
    : Exception($"the plugin {plugin} ({path}) can't be used: {why}", inner);
