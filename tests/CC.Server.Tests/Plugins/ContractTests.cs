using System.Reflection;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class ContractTests
{
    private static Version Next => new(Contract.Version.Major, Contract.Version.Minor + 1);

    [Fact]
    public void What_was_built_for_this_contract_fits() => Assert.Null(Contract.Refusal(Reference("CC.Sdk", Contract.Version), "Weather.dll"));

    [Theory]
    [InlineData("CC.Sdk")]
    [InlineData("CC.Client")]
    [InlineData("CC.Zmtp")]
    public void What_was_built_for_a_newer_one_does_not(string name)
    {
        Assert.Equal(
            $"Weather.dll was built for {name} {Next}, and this server has {Contract.Version.ToString(2)}; upgrade the server, or build it with the package of this version",
            Contract.Refusal(Reference(name, Next), "Weather.dll"));
    }

    [Fact]
    public void What_was_built_for_an_older_major_version_does_not()
    {
        Assert.Equal(
            $"Weather.dll was built for CC.Frames 0.9, and this server has {Contract.Version.ToString(2)}; build it again with the package of this version",
            Contract.Refusal(Reference("CC.Frames", new Version(0, 9)), "Weather.dll"));
    }

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("99.0", false)]
    public void Packages_of_others_that_are_shared_may_be_older_and_not_newer(string version, bool fits)
    {
        Assert.Equal(fits, Contract.Refusal(Reference("Microsoft.Extensions.Logging.Abstractions", Version.Parse(version)), "Weather.dll") is null);
    }

    private static AssemblyName Reference(string name, Version version) => new(name) { Version = version };
}
