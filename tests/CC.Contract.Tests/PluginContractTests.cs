using CC.Sdk.Testing;
using CC.Sdk.Testing.Contracts;

namespace CC.Contract.Tests;

/// <summary>Every plugin that is shipped keeps the rules that are asked of those of others.</summary>
public sealed class PluginContractTests : IDisposable
{
    private static readonly string[] Ids = [.. Checks(ShippedPlugin.Names.First(), "/nowhere").Select(check => check.Id)];

    private readonly TemporaryFolder folder = new();

    public static MatrixTheoryData<string, string> Rules => new(ShippedPlugin.Names, Ids);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_shipped_plugin_keeps_the_contract(string plugin, string rule) => await Checks(plugin, folder.Path).Single(check => check.Id == rule).RunAsync();

    [Fact]
    public void Each_rule_is_explained_with_the_test_that_checks_it()
    {
        var contract = File.ReadAllText(RepositoryFolder.At("docs/plugin-contract.md"));

        Assert.All(Checks(ShippedPlugin.Names.First(), folder.Path), check => Assert.Contains($"\n| {check.Id} | {check.Rule} |", contract, StringComparison.Ordinal));
    }

    /// <summary>Paths of the samples lead into a folder of the test.</summary>
    private static IReadOnlyList<ContractCheck> Checks(string plugin, string folder)
    {
        var shipped = new ShippedPlugin(plugin);
        return PluginContract.ChecksOf(shipped.Assembly, shipped.Sample, text => text
            .Replace("/var/", $"{folder}/", StringComparison.Ordinal)
            .Replace("/srv/", $"{folder}/", StringComparison.Ordinal)
            .Replace("/tmp/", $"{folder}/", StringComparison.Ordinal));
    }
}
