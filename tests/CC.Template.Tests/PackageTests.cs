using System.IO.Compression;
using System.Xml.Linq;
using CC.Sdk.Testing;

namespace CC.Template.Tests;

public sealed class PackageTests(PackageFeed feed)
{
    public static TheoryData<string> Libraries => ["CC.Frames", "CC.Zmtp", "CC.Cms", "CC.Loading", "CC.Sdk", "CC.Client", "CC.Sdk.Testing"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_comes_with_its_explanation_its_documentation_and_its_symbols(string name)
    {
        using var package = ZipFile.OpenRead(feed.Package(name));
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(feed.Package(name), ".snupkg"));

        var files = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains($"lib/net10.0/{name}.dll", files);
        Assert.Contains($"lib/net10.0/{name}.xml", files);
        Assert.Contains("README.md", files);
        Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_says_what_it_is_and_under_which_licence(string name)
    {
        using var package = ZipFile.OpenRead(feed.Package(name));
        using var file = package.GetEntry($"{name}.nuspec")!.Open();
        var said = XElement.Load(file).Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);

        Assert.Equal("MIT", said["license"]);
        Assert.Equal("README.md", said["readme"]);
        Assert.EndsWith(".", said["description"], StringComparison.Ordinal);
        Assert.Contains("cc", said["tags"]);
    }

    [Fact]
    public void The_contract_comes_with_what_makes_plugins_of_projects_and_looks_at_them()
    {
        using var package = ZipFile.OpenRead(feed.Package("CC.Sdk"));

        var files = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("build/CC.Sdk.targets", files);
        Assert.Contains("analyzers/dotnet/cs/CC.Sdk.Analyzers.dll", files);
    }

    [Fact]
    public void The_template_is_for_the_packages_of_its_own_version()
    {
        var versions = XElement.Load(RepositoryFolder.At("plugin-template/content/common/Directory.Packages.props"));
        var ours = XElement.Load(RepositoryFolder.At("Directory.Packages.props"));

        Assert.Equal($"CC.Sdk.{versions.Descendants("CCVersion").Single().Value}.nupkg", Path.GetFileName(feed.Package("CC.Sdk")));
        Assert.Equal(VersionOf(ours, "xunit.v3"), VersionOf(versions, "xunit.v3"));
    }

    private static string VersionOf(XElement versions, string package) =>
        versions.Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
