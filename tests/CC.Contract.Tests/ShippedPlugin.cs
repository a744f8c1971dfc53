using System.Reflection;
using CC.Sdk.Options;
using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Contract.Tests;

/// <summary>A folder in plugins/, and what the build has made of it. Found, not listed: a new plugin is tested without a word.</summary>
internal sealed class ShippedPlugin(string name)
{
    private static readonly string Built =
        System.Reflection.Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BuiltPlugins").Value!;

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> Names { get; } =
        [.. Directory.EnumerateFiles(RepositoryFolder.At("plugins"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order()!];

    /// <summary>All of them, as the server loads them. Kept as long as the tests, as is what it holds.</summary>
    public static PluginRegistry Registry { get; } = new(TimeProvider.System);

    /// <summary>What is in them.</summary>
    public static ComponentCatalog Catalog { get; } = Registry.Open(new PluginSources([Built], new PluginOptions()));

    public string Readme => RepositoryFolder.At($"plugins/{name}/README.md");

    public string Sample => RepositoryFolder.At($"plugins/{name}/sample.ini");

    public string Assembly => Path.Combine(Built, name, $"{name}.dll");

    public Plugin Load() => Plugin.Load(Assembly);

    /// <summary>All options that a configuration can have because of the plugin.</summary>
    public IReadOnlyCollection<string> Options() =>
        Load().Components.Select(component => component.OptionsType).OfType<Type>().SelectMany(OptionsOf).ToHashSet();

    /// <summary>Those of a record, and of the records that it has read from the sections it refers to.</summary>
    private static IEnumerable<string> OptionsOf(Type type) => Sdk.Testing.OptionsOf.Defaults(type).Keys.Concat(
        type.GetProperties().Select(property => property.GetCustomAttribute<OptionAttribute>()?.ReferredOptions).OfType<Type>().SelectMany(OptionsOf));
}
