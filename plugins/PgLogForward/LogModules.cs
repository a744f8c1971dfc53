namespace CC.Plugins.PgLogForward;

/// <summary>The modules that log plugins come in, under the names that they have in CC 0.8.7; and shorter ones.</summary>
internal static class LogModules
{
    public const string ExampleLogWatch = "example_logwatch";

    private const string OldFolder = "cc.daemon.plugins.pg_logforward.";

    public static bool Has(string module) => Bare(module) == ExampleLogWatch;

    /// <summary>The plugins of a section's module, in the order of their names.</summary>
    public static IEnumerable<ILogPlugin> Create(LogPluginOptions options, string hostName, TimeProvider time, Action<int> full) =>
        Has(options.Module) ? [new HandleStats(options, hostName, time, full), new ProcessErrors(options, hostName, time)] : [];

    private static string Bare(string module) => module.StartsWith(OldFolder, StringComparison.Ordinal) ? module[OldFolder.Length..] : module;
}
