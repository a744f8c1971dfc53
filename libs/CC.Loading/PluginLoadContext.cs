using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace CC.Loading;

/// <summary>
/// One plugin's assemblies. What the contract is made of is shared with the host, and so is the framework; everything else comes from the
/// plugin's own folder, in whatever version. Files are read into memory, since one that is mapped and then overwritten would end the process.
/// </summary>
/// <remarks>Unloads only as long as somebody calls <see cref="AssemblyLoadContext.Unload"/>; keep it until then, since one that nobody refers to unloads itself and loads nothing more.</remarks>
public sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly PluginReferences references;
    private readonly Action<string, ReadOnlyMemory<byte>>? admit;
    private readonly Dictionary<string, nint> libraries = [];
    private readonly ConcurrentQueue<string> dependencies = [];
    private long octets;

    /// <summary>Makes a context for the plugin whose main assembly is at <paramref name="path"/>; nothing is loaded yet.</summary>
    /// <param name="path">The main assembly; its dependencies are in the same folder, laid out as a build does it.</param>
    /// <param name="shared">Simple names of the assemblies that the plugin shares with the host.</param>
    /// <param name="admit">Called with the path and the content of each file before it is loaded; throws to refuse it.</param>
    public PluginLoadContext(string path, IReadOnlySet<string> shared, Action<string, ReadOnlyMemory<byte>>? admit = null)
        : base(Path.GetFileNameWithoutExtension(path), isCollectible: true)
    {
        MainPath = path;
        this.admit = admit;
        references = new PluginReferences(path, shared);
    }

    /// <summary>The main assembly's file.</summary>
    public string MainPath { get; }

    /// <summary>Octets of all files loaded so far: what the plugin holds in memory at the least.</summary>
    public long LoadedOctets => Interlocked.Read(ref octets);

    /// <summary>The files of the assemblies of the plugin's own that were loaded besides the main one.</summary>
    public IReadOnlyList<string> LoadedDependencies => [.. dependencies];

    /// <summary>Loads the main assembly.</summary>
    /// <exception cref="BadImageFormatException">The file is no assembly.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public Assembly LoadMain() => LoadFromMemory(MainPath);

    /// <summary>Lets it unload, once nothing refers to it; a handler of the plugin's own for <see cref="AssemblyLoadContext.Unloading"/> that fails does not keep it.</summary>
    public void Release()
    {
        try
        {
            Unload();
        }
        catch (Exception)
        {
            Unload(); // The handlers are asked but once.
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => references.Locate(assemblyName) switch
    {
        { Origin: ReferenceOrigin.Plugin, Path: { } file } => LoadDependency(file),
        { Origin: ReferenceOrigin.Missing } => throw new FileNotFoundException(
            $"{assemblyName.Name} {assemblyName.Version} is neither beside the plugin nor part of the framework", $"{assemblyName.Name}.dll"),
        _ => null,
    };

    /// <inheritdoc/>
    /// <remarks>A copy is mapped, and its name removed at once: the original may be overwritten, and a next build loads its own.</remarks>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        if (references.LocateNative(unmanagedDllName) is not { } file)
        {
            return 0;
        }

        lock (libraries)
        {
            // Asked for each assembly that calls it: a library that was loaded twice would have its state twice.
            return libraries.TryGetValue(file, out var loaded) ? loaded : libraries[file] = LoadCopy(file);
        }
    }

    private nint LoadCopy(string file)
    {
        var content = Read(file);
        var folder = Directory.CreateTempSubdirectory("cc-native-");
        try
        {
            var copy = Path.Combine(folder.FullName, Path.GetFileName(file));
            File.WriteAllBytes(copy, content);
            return LoadUnmanagedDllFromPath(copy);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private Assembly LoadDependency(string file)
    {
        dependencies.Enqueue(file);
        return LoadFromMemory(file);
    }

    private Assembly LoadFromMemory(string file)
    {
        using var assembly = new MemoryStream(Read(file));
        var symbolFile = Path.ChangeExtension(file, ".pdb");
        using var symbols = File.Exists(symbolFile) ? new MemoryStream(File.ReadAllBytes(symbolFile)) : null;
        return LoadFromStream(assembly, symbols);
    }

    private byte[] Read(string file)
    {
        var content = File.ReadAllBytes(file);
        admit?.Invoke(file, content);
        Interlocked.Add(ref octets, content.Length);
        return content;
    }

    /// <summary>Windows keeps a file that is mapped.</summary>
    private static void TryDelete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is in the system's temporary folder.
        }
    }
}
