using CC.Server.CommandLine;
using CC.Server.Configuration;
using CC.Server.Plugins;

namespace CC.Server.Lifetime;

/// <summary>Reads a configuration as a node would, without being one.</summary>
internal static class ConfigurationCheck
{
    /// <exception cref="ConfigurationException">The configuration can't be used.</exception>
    public static async Task<ExitCode> RunAsync(ServerArguments arguments)
    {
        await using var plugins = new PluginRegistry(TimeProvider.System);
        var source = ConfigurationSource.Named(arguments.ConfigurationFile, arguments.Overrides);
        var node = ConfigurationLoader.Load(source, Environment.MachineName, plugins.Open);
        foreach (var warning in node.Warnings)
        {
            Console.Error.WriteLine($"ccserver: {warning}");
        }

        Console.Out.WriteLine($"{source.Name}: all right; routes: {node.Routes.Count}, handlers: {node.Handlers.Count}, daemons: {node.Daemons.Count}");
        return ExitCode.Ok;
    }
}
