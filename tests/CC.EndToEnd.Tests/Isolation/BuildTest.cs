using CC.EndToEnd.Tests.Plugins;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>What tests of the builds of a daemon in a process of its own share: a node that keeps the daemon of <c>Weather</c> running.</summary>
public abstract class BuildTest : PluginTest
{
    /// <summary>A daemon that says a text.</summary>
    protected static string Saying(string text) => PluginSource.Bad("GoodDaemon").Replace("\"hello\"", $"\"{text}\"", StringComparison.Ordinal);

    /// <summary>A daemon whose constructor makes a mistake.</summary>
    protected static string Daemon(string mistake) => PluginSource.Bad("BadDaemon").Replace("\"none\"", $"\"{mistake}\"", StringComparison.Ordinal);

    /// <summary>The node's configuration, with options of plugins and of the daemon.</summary>
    protected string DaemonIni(string plugins, string section = "") => Ini(
        main: $"plugins-dir = {Plugins}\nstop-timeout = 4",
        routes: "job = h:jobmgr",
        sections: $"""
            [plugins]
            settle = 0.05
            {plugins}
            unload-timeout = 20

            [h:jobmgr]
            handler = jobmgr
            daemons = d:one

            [d:one]
            module = weather
            isolation = process
            watchdog-formula-b = 0
            {section}
            """);
}
