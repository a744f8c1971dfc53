using System.Reflection;
using System.Security.Cryptography;
using CC.Loading;
using CC.Server.Components;
using CC.Server.Diagnostics;

namespace CC.Server.Plugins;

/// <summary>A plugin's loaded code and the components found in it.</summary>
internal sealed record Plugin(string Name, string Path, string Version, IReadOnlyList<Component> Components)
{
    /// <summary>Kept as long as the plugin: the runtime keeps loaded code alive, but a context that nobody refers to unloads itself, and loads nothing more.</summary>
    public PluginLoadContext? Context { get; init; }

    /// <summary>The files that it is loaded from, where these are a copy; to be disposed when it is gone.</summary>
    public PluginCopy? Copy { get; init; }

    /// <summary>The version of the contract that it was built for.</summary>
    public Version Sdk { get; init; } = Contract.Version;

    /// <summary>SHA-256 of the main assembly, in hexadecimal digits.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Who has signed it; empty where no signature is required.</summary>
    public string Signer { get; init; } = "";

    /// <summary>Where its code may hold on to something that outlives it.</summary>
    public IReadOnlyList<UnloadSuspect> Suspects { get; init; } = [];

    /// <summary>What it is used for.</summary>
    public ComponentUses Uses { get; init; } = new();

    /// <summary>Loads <c>FOLDER/NAME/NAME.dll</c>.</summary>
    /// <param name="path">The main assembly.</param>
    /// <param name="trust">Which files may be loaded; null for all.</param>
    /// <param name="copy">What is loaded in place of the files; null for these.</param>
    /// <exception cref="PluginException">The plugin can't be used.</exception>
    public static Plugin Load(string path, PluginTrust? trust = null, PluginCopy? copy = null)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        try
        {
            return Load(name, path, trust, copy);
        }
        catch (Exception failure) when (failure is PluginTrustException || failure.InnerException is PluginTrustException)
        {
            throw new PluginException(name, path, PluginState.Invalid, (failure as PluginTrustException ?? failure.InnerException!).Message, failure);
        }
        catch (Exception failure) when (failure is not PluginException)
        {
            // Whatever loading and looking at somebody else's code leads to, it is that code which can't be used.
            throw new PluginException(name, path, PluginState.Invalid, FailureText.Of(failure), failure);
        }
    }

    private static Plugin Load(string name, string path, PluginTrust? trust, PluginCopy? copy)
    {
        var file = copy?.Main ?? path;
        if (!File.Exists(file))
        {
            throw new PluginException(name, path, PluginState.Invalid, "there is no such file; a plugin is FOLDER/NAME/NAME.dll, in the same spelling");
        }

        string Admit(string loaded, ReadOnlyMemory<byte> content) => trust?.Admit(loaded, content, copy?.OriginalOf(loaded)) ?? "";
        var references = new PluginReferences(file, Contract.Assemblies);
        var sdk = RequireContract(name, path, references);
        RequireReferences(name, path, references);
        foreach (var own in trust is null ? [] : references.Own())
        {
            Admit(own, File.ReadAllBytes(own)); // Checked again when it is loaded; but what would fail then is better refused now.
        }

        var signer = "";
        ReadOnlyMemory<byte> main = default;
        var context = new PluginLoadContext(file, Contract.Assemblies, (loaded, content) =>
        {
            signer = Admit(loaded, content);
            main = loaded == file ? content : main;
        });
        try
        {
            var assembly = context.LoadMain();
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            var uses = new ComponentUses();
            var components = assembly.GetExportedTypes().Select(Component.Of).OfType<Component>().Select(component => component with { Uses = uses, PluginFile = file }).ToArray();
            var problems = components.SelectMany(ComponentProbe.Problems).ToArray();
            return components is [] ? throw new PluginException(name, path, PluginState.Invalid, "it has no public class marked [Handler], [Daemon] or [Task]")
                : problems is not [] ? throw new PluginException(name, path, PluginState.Invalid, string.Join("; ", problems))
                : new Plugin(name, path, version, components)
                {
                    Context = context,
                    Copy = copy,
                    Sdk = sdk,
                    Hash = Convert.ToHexStringLower(SHA256.HashData(main.Span)),
                    Signer = signer,
                    Suspects = UnloadSuspects.In(main.Span, path),
                    Uses = uses,
                };
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Neither the plugin nor what it brings along may ask for another contract than this host has. Returns the version of CC.Sdk that it was built for.</summary>
    private static Version RequireContract(string name, string path, PluginReferences references)
    {
        var shared = references.Shared();
        var refusals = shared.Select(entry => Contract.Refusal(entry.Reference, entry.By)).OfType<string>().ToArray();
        return refusals is []
            ? shared.FirstOrDefault(entry => entry.Reference.Name == Contract.Sdk).Reference?.Version ?? Contract.Version
            : throw new PluginException(name, path, PluginState.Incompatible, string.Join("; ", refusals));
    }

    private static void RequireReferences(string name, string path, PluginReferences references)
    {
        var missing = references.Missing();
        if (missing is not [])
        {
            var which = string.Join(", ", missing.Select(entry => $"{entry.Reference.Name} {entry.Reference.Version} (for {entry.By})"));
            throw new PluginException(name, path, PluginState.Invalid, $"a dependency is missing: {which}; copy the whole output folder of the build");
        }
    }
}
