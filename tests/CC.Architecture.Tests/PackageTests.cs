using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CC.Sdk.Testing;

namespace CC.Architecture.Tests;

/// <summary>Packages are chosen in one place, each for a reason, and locked.</summary>
public sealed partial class PackageTests
{
    /// <summary>A plugin that has another version of a package than its neighbour is there for that.</summary>
    private const string OnPurpose = "tests/apps/LedgerBefore/LedgerBefore.csproj";

    public static TheoryData<string> ProjectFiles => [.. Directory.EnumerateFiles(RepositoryFolder.Path, "*.csproj", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RepositoryFolder.Path, file))
        .Where(file => !file.StartsWith("artifacts", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>Those of the template are locked by whoever makes a plugin of it.</summary>
    public static TheoryData<string> OwnProjectFiles =>
        [.. ProjectFiles.Select(row => row.Data).Where(file => !file.StartsWith("plugin-template/content", StringComparison.Ordinal) && file != OnPurpose)];

    [Fact]
    public void Each_package_has_its_reason_above_it()
    {
        var packages = XElement.Load(RepositoryFolder.At("Directory.Packages.props"), LoadOptions.None).Descendants("ItemGroup").Elements();

        // Packages of one family stand together, below one reason.
        Assert.All(packages, package => Assert.True(
            Above(package) is XComment || (Above(package) is XElement one && package.Attribute("Include")!.Value.StartsWith(one.Attribute("Include")!.Value, StringComparison.Ordinal)),
            $"{package.Attribute("Include")!.Value} has no comment above it that says what it is for"));
    }

    [Theory]
    [MemberData(nameof(ProjectFiles))]
    public void A_project_neither_chooses_versions_nor_silences_warnings(string file)
    {
        var project = XElement.Load(RepositoryFolder.At(file));

        Assert.DoesNotContain(project.Descendants("PackageReference"), package => package.Attribute("Version") is not null || (package.Attribute("VersionOverride") is not null && file != OnPurpose));
        Assert.DoesNotContain(project.Descendants(), element => element.Name.LocalName is "NoWarn" or "WarningsNotAsErrors");
    }

    [Theory]
    [MemberData(nameof(OwnProjectFiles))]
    public void A_project_is_locked_to_the_versions_chosen(string file)
    {
        var locked = File.ReadAllText(RepositoryFolder.At(Path.Combine(Path.GetDirectoryName(file)!, "packages.lock.json")));
        var chosen = XElement.Load(RepositoryFolder.At("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        var direct = DirectPackage().Matches(locked).Where(match => chosen.ContainsKey(match.Groups[1].Value));
        Assert.All(direct, match => Assert.Equal(chosen[match.Groups[1].Value], match.Groups[2].Value));
    }

    private static XNode? Above(XNode node) => node.PreviousNode is { NodeType: XmlNodeType.Text } space ? Above(space) : node.PreviousNode;

    [GeneratedRegex("""
        "([^"]+)": \{\s+"type": "Direct",\s+"requested": "[^"]+",\s+"resolved": "([^"]+)"
        """)]
    private static partial Regex DirectPackage();
}
