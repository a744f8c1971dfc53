using CC.Sdk;
using CC.Server.Components;
using CC.Server.Plugins;
using Microsoft.Extensions.Logging;

namespace CC.Server.Lifetime;

/// <summary>Tells the log, and whoever listens to events, what becomes of plugins.</summary>
internal sealed partial class PluginJournal(IEvents events, ILogger logger)
{
    public void Serves(Plugin plugin, bool isReload, TimeSpan took)
    {
        Log.Serves(logger, plugin.Name, plugin.Version, plugin.Hash, SignedBy(plugin), took.TotalMilliseconds);
        Tell(plugin.Name, isReload ? "reloaded" : "loaded", plugin.Version, plugin.Hash, PluginState.Active);
    }

    public void Refused(string name, Refusal refusal, string hash)
    {
        Log.Refused(logger, name, refusal.State, refusal.Why);
        Tell(name, "refused", "", hash, refusal.State, refusal.Why);
    }

    public void Removed(Plugin plugin, string why)
    {
        Log.Removed(logger, plugin.Name, plugin.Version, why);
        Tell(plugin.Name, "removed", plugin.Version, plugin.Hash, PluginState.Draining, why);
    }

    public void Forgotten(string name)
    {
        Log.Forgotten(logger, name);
        Tell(name, "removed", "", "", PluginState.Unloaded, "its files are gone");
    }

    public void Left(RetiredBuild build)
    {
        var causes = string.Join("; ", build.Causes);
        if (build.State == PluginState.Pinned)
        {
            Log.Pinned(logger, build.Name, build.Version, build.Hash, causes, build.Octets);
            Tell(build.Name, "pinned", build.Version, build.Hash, build.State, causes);
        }
        else
        {
            Log.Gone(logger, build.Name, build.Version, build.Hash);
            Tell(build.Name, "unloaded", build.Version, build.Hash, build.State);
        }
    }

    public void Quarantined(string section, string why)
    {
        Log.Quarantined(logger, section, why);
        events.Publish($"handler.{section}.quarantined", new QuarantineEvent(section, "quarantined", why), QuarantineEventJson.Default.QuarantineEvent);
    }

    public void Released(string section)
    {
        Log.Released(logger, section);
        events.Publish($"handler.{section}.released", new QuarantineEvent(section, "active", ""), QuarantineEventJson.Default.QuarantineEvent);
    }

    private void Tell(string name, string what, string version, string hash, PluginState state, string why = "") =>
        events.Publish($"plugin.{name}.{what}", new PluginEvent(name, version, hash, state.ToString().ToLowerInvariant(), why), PluginEventJson.Default.PluginEvent);

    private static string SignedBy(Plugin plugin) => plugin.Signer.Length > 0 ? $", signed by {plugin.Signer}" : "";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "plugin {Name} {Version} serves: sha256 {Hash}{Signer}, {Milliseconds:0} ms", EventName = "plugin")]
        public static partial void Serves(ILogger logger, string name, string version, string hash, string signer, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "plugin {Name}: the build on the disk is {State} and does not serve: {Why}")]
        public static partial void Refused(ILogger logger, string name, PluginState state, string why);

        [LoggerMessage(3, LogLevel.Warning, "plugin {Name} {Version} is taken out: {Why}; what its sections are sent is dropped until it is back")]
        public static partial void Removed(ILogger logger, string name, string version, string why);

        [LoggerMessage(4, LogLevel.Warning, "plugin {Name} {Version} (sha256 {Hash}) was let go and stays in memory: {Causes}; it holds {Octets} octets at the least")]
        public static partial void Pinned(ILogger logger, string name, string version, string hash, string causes, long octets);

        [LoggerMessage(6, LogLevel.Error, "{Section} is taken out of the routes: {Why}; it returns with a better build, or by plugin.release")]
        public static partial void Quarantined(ILogger logger, string section, string why);

        [LoggerMessage(7, LogLevel.Information, "{Section} is back in the routes")]
        public static partial void Released(ILogger logger, string section);

        [LoggerMessage(8, LogLevel.Information, "plugin {Name}: the build that was refused is gone")]
        public static partial void Forgotten(ILogger logger, string name);

        [LoggerMessage(5, LogLevel.Debug, "plugin {Name} {Version} (sha256 {Hash}) is gone from memory")]
        public static partial void Gone(ILogger logger, string name, string version, string hash);
    }
}
