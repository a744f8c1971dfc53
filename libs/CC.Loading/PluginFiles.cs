using System.Reflection;
using System.Runtime.InteropServices;

namespace CC.Loading;

/// <summary>
/// Finds a plugin's own assemblies and libraries, by the layout that a build gives its output: all beside the main assembly, what differs by platform in <c>runtimes/RID</c>.
/// </summary>
/// <remarks>The runtime's own resolver reads the <c>.deps.json</c>, and ends the process when that is not as it should be.</remarks>
internal sealed class PluginFiles(string folder)
{
    private static readonly string[] Platforms = PlatformsOf(RuntimeInformation.RuntimeIdentifier);

    /// <summary>The file of an assembly, or null.</summary>
    public string? Find(AssemblyName name) =>
        Platforms.Select(platform => InLibrariesOf(platform, $"{name.Name}.dll")).FirstOrDefault(file => file is not null) ?? Existing(Path.Combine(folder, $"{name.Name}.dll"));

    /// <summary>The file of a native library, by the name that code calls it, or null.</summary>
    public string? FindNative(string name) => (
        from place in (string[])[.. Platforms.Select(platform => Path.Combine(folder, "runtimes", platform, "native")), folder]
        from spelling in (string[])[name, $"lib{name}.so", $"{name}.so", $"{name}.dll", $"lib{name}.dylib", $"{name}.dylib", $"lib{name}"]
        let file = Path.Combine(place, Path.GetFileName(spelling))
        where File.Exists(file)
        select file).FirstOrDefault();

    /// <summary>Of several frameworks' builds the one for the newest that this runtime still has.</summary>
    private string? InLibrariesOf(string platform, string file)
    {
        var libraries = Path.Combine(folder, "runtimes", platform, "lib");
        return !Directory.Exists(libraries) ? null : Directory.EnumerateDirectories(libraries)
            .Select(framework => (Version: VersionOf(Path.GetFileName(framework)), File: Path.Combine(framework, file)))
            .Where(candidate => candidate.Version <= Environment.Version && File.Exists(candidate.File))
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.File)
            .FirstOrDefault();
    }

    private static Version VersionOf(string framework) => Version.TryParse(framework.Replace("net", "", StringComparison.Ordinal), out var version) ? version : new Version(0, 0);

    /// <summary>A platform and those that it is one of, the narrow first: <c>linux-musl-x64</c>, <c>linux-musl</c>, <c>linux</c>, <c>unix</c>, <c>any</c>.</summary>
    private static string[] PlatformsOf(string platform)
    {
        var parts = platform.Split('-');
        var wider = Enumerable.Range(0, parts.Length).Select(count => string.Join('-', parts.Take(parts.Length - count)));
        return OperatingSystem.IsWindows() ? [.. wider, "any"] : [.. wider, "unix", "any"];
    }

    private static string? Existing(string file) => File.Exists(file) ? file : null;
}
