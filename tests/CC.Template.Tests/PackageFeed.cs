using CC.Sdk.Testing;

namespace CC.Template.Tests;

/// <summary>
/// The machine of somebody who has our packages, and those of others, and has installed the template: made once, of what the build has left. It is
/// apart from the templates and packages of whoever runs the tests, and needs no network.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime, IDisposable
{
    private static readonly string[] Layers = ["libs", "sdk", "plugin-template"];

    private readonly TemporaryFolder folder = new();

    /// <summary>Where the packages are.</summary>
    public string Folder => folder["feed"];

    /// <summary>A folder in which restoring finds the packages.</summary>
    public string Workplace => folder["work"];

    internal IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = folder["packages"],
        ["CC_SERVER"] = ServerProcess.Executable,
    };

    public async ValueTask InitializeAsync()
    {
        foreach (var project in Layers.SelectMany(Packable))
        {
            await RunAsync(RepositoryFolder.Path, "pack", project, "--no-build", "-c", Built.Configuration, "-o", Folder);
        }

        LinkPackagesOfOthers();
        Directory.CreateDirectory(Workplace);
        File.WriteAllText(Path.Combine(Workplace, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="feed" value="{Folder}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="others" value="{folder["others"]}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        await RunAsync(Workplace, "new", "install", Package("CC.Plugin.Template"), "--debug:custom-hive", folder["hive"]);
    }

    /// <summary>The file of one of our packages.</summary>
    public string Package(string name) => Assert.Single(Directory.GetFiles(Folder, $"{name}.*.nupkg"), file => char.IsDigit(Path.GetFileName(file)[name.Length + 1]));

    /// <summary>Makes a plugin of the template, in a folder of its own.</summary>
    internal async Task<NewPlugin> CreateAsync(string name, string kind)
    {
        var parent = Directory.CreateDirectory(Path.Combine(Workplace, Path.GetRandomFileName())).FullName;
        await RunAsync(parent, "new", "cc-plugin", "-n", name, "--kind", kind, "--debug:custom-hive", folder["hive"]);
        return new NewPlugin(this, name, Path.Combine(parent, name));
    }

    /// <summary>Runs a command of dotnet to its end, and returns what it printed.</summary>
    internal Task<string> RunAsync(string where, params string[] arguments) => DotnetCommand.RunAsync(DotnetCommand.Start(where, Environment, arguments));

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Packable(string layer) =>
        Directory.EnumerateFiles(RepositoryFolder.At(layer), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal));

    /// <summary>All that this machine has, but for packages of ours, which would be old ones.</summary>
    private void LinkPackagesOfOthers()
    {
        var others = folder.Folder("others");
        foreach (var package in Directory.EnumerateDirectories(Built.PackageCache).Where(package => !Path.GetFileName(package).StartsWith("cc.", StringComparison.Ordinal)))
        {
            Directory.CreateSymbolicLink(Path.Combine(others, Path.GetFileName(package)), package);
        }
    }
}
