namespace CC.Sdk.Testing.Contracts;

/// <summary>The rules that hold for every plugin, as tests for whatever test framework there is: run each check, and let it throw.</summary>
public static class PluginContract
{
    /// <summary>All checks for a plugin, those of the kinds of components that it does not have among them: these have nothing to find.</summary>
    /// <param name="assemblyPath">The plugin's main assembly, as it would be deployed: with its dependencies beside it.</param>
    /// <param name="sampleIni">A configuration of a node that uses each of its components.</param>
    /// <param name="rewrite">Changes the sample's text, for instance so that paths lead into a temporary folder; null leaves it as it is.</param>
    public static IReadOnlyList<ContractCheck> ChecksOf(string assemblyPath, string sampleIni, Func<string, string>? rewrite = null)
        => ChecksOf(new ContractSubject(assemblyPath, sampleIni, rewrite ?? (text => text), ContractSubject.UsualPatience));

    internal static IReadOnlyList<ContractCheck> ChecksOf(ContractSubject subject) =>
        [.. ((IEnumerable<ContractCheck>)[.. FileRules.Of(subject), .. ComponentRules.Of(subject), .. HandlerRules.Of(subject), .. DaemonRules.Of(subject), .. TaskRules.Of(subject), .. UnloadRule.Of(subject)]).Select(Named)];

    /// <summary>What is wrong is said with the rule that it is against: a test framework shows nothing but that.</summary>
    private static ContractCheck Named(ContractCheck check) => check with
    {
        RunAsync = async () =>
        {
            try
            {
                await check.RunAsync().ConfigureAwait(false);
            }
            catch (ContractViolation violation)
            {
                throw new ContractViolation($"{check}: {violation.Message}");
            }
        },
    };
}
