using System.Collections.Frozen;
using System.Reflection;

namespace CC.Server.Plugins;

/// <summary>What plugins share with the host, since both speak of the same types. In everything else they may differ.</summary>
internal static class Contract
{
    public const string Sdk = "CC.Sdk";

    private static readonly FrozenDictionary<string, Version> Versions = new[]
    {
        Sdk,
        "CC.Client",
        "CC.Frames",
        "CC.Zmtp",
        "CC.Cms",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    }.ToFrozenDictionary(name => name, name => Assembly.Load(new AssemblyName(name)).GetName().Version!);

    public static FrozenSet<string> Assemblies { get; } = Versions.Keys.ToFrozenSet();

    /// <summary>The version of the contract that this host has.</summary>
    public static Version Version => Versions[Sdk];

    /// <summary>Why something that was built for a version of a shared assembly does not work with this host's; null if it does.</summary>
    /// <param name="reference">What it was built for.</param>
    /// <param name="by">The file that asks for it.</param>
    public static string? Refusal(AssemblyName reference, string by)
    {
        var (built, has) = (reference.Version ?? new Version(), Versions[reference.Name!]);
        var isOurs = reference.Name!.StartsWith("CC.", StringComparison.Ordinal);
        if (built <= has && (!isOurs || built.Major == has.Major))
        {
            return null;
        }

        var next = built > has ? "upgrade the server, or build it with the package of this version" : "build it again with the package of this version";
        return $"{by} was built for {reference.Name} {built.ToString(2)}, and this server has {has.ToString(2)}; {next}";
    }
}
