using System.Reflection;
using System.Xml.Linq;
using CC.Sdk.Testing;

namespace CC.Architecture.Tests;

/// <summary>A project that ships, as its file and its binaries have it.</summary>
internal sealed record Project(string Layer, string Name, string File)
{
    private static readonly string[] Layers = ["libs", "sdk", "plugins", "host", "cli"];

    public static IReadOnlyList<Project> All { get; } = [.. Layers.SelectMany(In)];

    public XElement Xml { get; } = XElement.Load(File);

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Where the build has put it.</summary>
    public string Output => Path.Combine(Metadata("Binaries"), Name, Metadata("Configuration"));

    public string Assembly => Path.Combine(Output, $"{Xml.Descendants("AssemblyName").SingleOrDefault()?.Value ?? Name}.dll");

    public static Project Find(string assembly) => All.Single(project => Path.GetFileNameWithoutExtension(project.Assembly) == assembly);

    public override string ToString() => $"{Layer}/{Name}";

    private static IEnumerable<Project> In(string layer) =>
        Directory.EnumerateFiles(RepositoryFolder.At(layer), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new Project(layer, Path.GetFileNameWithoutExtension(file), file));

    private static string Metadata(string key) =>
        System.Reflection.Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
