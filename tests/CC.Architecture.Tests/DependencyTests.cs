namespace CC.Architecture.Tests;

/// <summary>Who may refer to whom: dependencies point one way, libs to sdk to plugins and host.</summary>
public sealed class DependencyTests
{
    /// <summary>What knows nothing of CC must not refer to anything that does.</summary>
    private static readonly Dictionary<string, string[]> ByLayer = new()
    {
        ["libs"] = ["libs"],
        ["sdk"] = ["libs", "sdk"],
        ["plugins"] = ["libs", "sdk"],
        ["host"] = ["libs", "sdk"],
        ["cli"] = ["libs", "sdk"],
    };

    /// <summary>Narrower rules than the layer's: the contract has no sockets and no I/O.</summary>
    private static readonly Dictionary<string, string[]> ByName = new()
    {
        ["CC.Frames"] = [],
        ["CC.Zmtp"] = ["CC.Frames"],
        ["CC.Datagrams"] = [],
        ["CC.Files"] = [],
        ["CC.Programs"] = [],
        ["CC.Supervision"] = ["CC.Programs"],
        ["CC.Cms"] = [],
        ["CC.Loading"] = [],
        ["CC.Sdk"] = ["CC.Frames"],
        ["CC.Client"] = ["CC.Cms", "CC.Frames", "CC.Sdk", "CC.Zmtp"],
        ["ccctl"] = ["CC.Client", "CC.Cms", "CC.Programs", "CC.Sdk", "CC.Supervision", "CC.Zmtp"],
        ["ccserver"] = ["CC.Client", "CC.Cms", "CC.Files", "CC.Frames", "CC.Loading", "CC.Programs", "CC.Sdk", "CC.Zmtp"],
    };

    /// <summary>What plugins share with the host, which so must not stand beside a plugin a second time.</summary>
    private static readonly string[] Contract =
        ["CC.Sdk.dll", "CC.Client.dll", "CC.Frames.dll", "CC.Zmtp.dll", "CC.Cms.dll", "Microsoft.Extensions.Logging.Abstractions.dll"];

    public static TheoryData<string> Assemblies => [.. Project.All.Select(project => Path.GetFileNameWithoutExtension(project.Assembly))];

    public static TheoryData<string> Plugins => [.. Project.All.Where(project => project.Layer == "plugins").Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Refers_only_to_what_its_layer_may(string assembly)
    {
        var project = Project.Find(assembly);
        var ours = Project.All.ToDictionary(other => Path.GetFileNameWithoutExtension(other.Assembly), other => other.Layer);
        var references = Binary.References(project.Assembly).Where(ours.ContainsKey).ToArray();

        Assert.DoesNotContain(references, reference => !ByLayer[project.Layer].Contains(ours[reference]));
        Assert.DoesNotContain("CC.Sdk.Testing", references);
        if (ByName.TryGetValue(assembly, out var allowed))
        {
            Assert.Empty(references.Except(allowed));
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Its_project_names_only_what_its_layer_may(string assembly)
    {
        var project = Project.Find(assembly);
        var named = project.Xml.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => reference.Attribute("Include")!.Value)
            .Select(path => Path.GetRelativePath(Sdk.Testing.RepositoryFolder.Path, Path.GetFullPath(Path.Combine(project.Folder, path))).Split('/')[0]);

        Assert.DoesNotContain(named, layer => !ByLayer[project.Layer].Contains(layer));
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_is_deployed_with_what_it_needs_and_without_the_contract(string plugin)
    {
        var deployed = Directory.EnumerateFiles(Project.Find(plugin).Output, "*.dll").Select(Path.GetFileName).ToArray();

        Assert.Contains($"{plugin}.dll", deployed);
        Assert.Empty(deployed.Intersect(Contract));
        Assert.True(File.Exists(Path.Combine(Project.Find(plugin).Output, $"{plugin}.deps.json")));
    }

    /// <summary>But for the class that the compiler makes of Program.cs.</summary>
    [Theory]
    [InlineData("ccserver")]
    [InlineData("ccctl")]
    public void Nothing_of_a_program_is_public(string assembly) => Assert.Empty(Binary.PublicTypes(Project.Find(assembly).Assembly).Except(["Program"]));
}
