using System.Reflection;
using System.Runtime.Loader;

namespace CC.Server.Plugins;

/// <summary>
/// One plugin's assemblies. What the contract is made of is shared with the host; everything else comes from the plugin's own folder, in
/// whatever version. Files are read into memory, since one that is mapped and then overwritten would end the process.
/// </summary>
internal sealed class PluginLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path), isCollectible: true)
{
    private static readonly HashSet<string> Shared = [
        "CC.Sdk",
        "CC.Client",
        "CC.Frames",
        "CC.Zmtp",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    ];

    private readonly AssemblyDependencyResolver resolver = new(path);

    public Assembly LoadPlugin() => LoadFromMemory(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Shared.Contains(assemblyName.Name!) || resolver.ResolveAssemblyToPath(assemblyName) is not { } file ? null : LoadFromMemory(file);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    private Assembly LoadFromMemory(string file)
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(file));
        var symbolFile = Path.ChangeExtension(file, ".pdb");
        using var symbols = File.Exists(symbolFile) ? new MemoryStream(File.ReadAllBytes(symbolFile)) : null;
        return LoadFromStream(assembly, symbols);
    }
}
