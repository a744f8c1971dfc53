using System.Reflection;
using CC.Sdk.Testing.Contracts;

namespace AcmeWeather.Tests;

/// <summary>What a server expects of every plugin, from its folder and its sample to its leaving memory when it is unloaded.</summary>
public sealed class WeatherContractTests
{
    private static readonly IReadOnlyList<ContractCheck> Checks = PluginContract.ChecksOf(Built("Plugin"), Built("Sample"));

    public static TheoryData<string> Ids => [.. Checks.Select(check => check.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public Task Keeps(string id) => Checks.Single(check => check.Id == id).RunAsync();

    private static string Built(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
