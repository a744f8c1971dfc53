using System.Xml.Linq;
using CC.Sdk.Testing;

namespace CC.Contract.Tests;

/// <summary>What the package CC.Sdk leaves out of a plugin's folder is what the server gives it.</summary>
public sealed class SharedPackagesTests
{
    [Fact]
    public void What_the_build_leaves_out_is_what_the_server_shares()
    {
        var targets = XElement.Load(RepositoryFolder.At("sdk/CC.Sdk/build/CC.Sdk.targets"));

        var leftOut = targets.Descendants("CCSharedPackage").SelectMany(item => item.Attribute("Include")?.Value.Split(';') ?? []);

        Assert.Equal(Server.Plugins.Contract.Assemblies.Order(), leftOut.Order());
    }
}
