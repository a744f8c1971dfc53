namespace CC.Server.Plugins;

/// <summary>A file must not be loaded, for want of a signature that counts.</summary>
internal sealed class PluginTrustException(string message) : Exception(message);
