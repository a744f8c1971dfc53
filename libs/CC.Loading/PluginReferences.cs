using System.Collections.Frozen;
using System.Reflection;

namespace CC.Loading;

/// <summary>Says where each assembly that a plugin refers to comes from. Looks at files only; loads nothing.</summary>
public sealed class PluginReferences
{
    private static readonly Lazy<FrozenSet<string>> Framework = new(FindFramework);

    private readonly string path;
    private readonly IReadOnlySet<string> shared;
    private readonly PluginFiles files;

    /// <summary>Looks at a plugin's folder.</summary>
    /// <param name="path">The plugin's main assembly.</param>
    /// <param name="shared">Simple names of the assemblies that it shares with the host.</param>
    public PluginReferences(string path, IReadOnlySet<string> shared)
    {
        this.path = path;
        this.shared = shared;
        files = new PluginFiles(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Where an assembly comes from, and its file if that is the plugin's own.</summary>
    public (ReferenceOrigin Origin, string? Path) Locate(AssemblyName name) =>
        shared.Contains(name.Name!) ? (ReferenceOrigin.Shared, null)
        : files.Find(name) is { } file ? (ReferenceOrigin.Plugin, (string?)file)
        : Framework.Value.Contains(name.Name!) || IsTranslation(name) ? (ReferenceOrigin.Framework, null)
        : (ReferenceOrigin.Missing, null);

    /// <summary>The file of a native library of the plugin's own, or null.</summary>
    public string? LocateNative(string name) => files.FindNative(name);

    /// <summary>The references, of the main assembly and of what it brings along, that lead nowhere, each once, with who refers to it.</summary>
    /// <exception cref="BadImageFormatException">The main assembly is none.</exception>
    public IReadOnlyList<(AssemblyName Reference, string By)> Missing() =>
        [.. Walk().Where(step => step.Origin == ReferenceOrigin.Missing).DistinctBy(step => step.Reference.Name).Select(step => (step.Reference, Path.GetFileName(step.By)))];

    /// <summary>The references to assemblies that are shared with the host, each once, in the version asked for, with who refers to it; those of the main assembly first.</summary>
    /// <exception cref="BadImageFormatException">The main assembly is none.</exception>
    public IReadOnlyList<(AssemblyName Reference, string By)> Shared() =>
        [.. Walk().Where(step => step.Origin == ReferenceOrigin.Shared).DistinctBy(step => step.Reference.FullName).Select(step => (step.Reference, Path.GetFileName(step.By)))];

    /// <summary>The files of the assemblies that the plugin brings along and refers to, the main one first.</summary>
    /// <exception cref="BadImageFormatException">The main assembly is none.</exception>
    public IReadOnlyList<string> Own() => [.. Walk().Select(step => step.File).OfType<string>().Prepend(path).Distinct()];

    /// <summary>Each reference, of the main assembly and of what it brings along.</summary>
    private IEnumerable<(AssemblyName Reference, string By, ReferenceOrigin Origin, string? File)> Walk()
    {
        var seen = new HashSet<string> { path };
        for (var open = new Queue<string>([path]); open.TryDequeue(out var by);)
        {
            foreach (var reference in AssemblyFile.References(by))
            {
                var (origin, file) = Locate(reference);
                yield return (reference, by, origin, file);
                if (file is not null && seen.Add(file))
                {
                    open.Enqueue(file);
                }
            }
        }
    }

    /// <summary>Translated texts are looked for and need not be there.</summary>
    private static bool IsTranslation(AssemblyName name) => name.CultureName is { Length: > 0 };

    /// <summary>What the runtime brings, without what the host's own folder has, unless both are one: a plugin must not depend on that by accident.</summary>
    private static FrozenSet<string> FindFramework()
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var isSelfContained = Path.GetDirectoryName(typeof(object).Assembly.Location) == own;
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return trusted
            .Where(file => isSelfContained || Path.GetDirectoryName(file) != own)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
