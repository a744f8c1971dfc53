using CC.Sdk.Options;

namespace CC.Server.Plugins;

/// <summary>The section [plugins].</summary>
internal sealed record PluginOptions : IValidatedOptions
{
    /// <summary>Whether plugins whose files change are loaded anew; without it, on request and on SIGHUP only.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>How long a plugin's files must have been left alone before they are taken up.</summary>
    [Option(Min = 0.01, Max = 60)]
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(0.15);

    /// <summary>How long a plugin's folder must have been away before the plugin is unloaded: a deployment may remove it first.</summary>
    [Option(Min = 0, Max = 3600)]
    public TimeSpan RemovalDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the constructors and self-tests of a build may take, all together.</summary>
    [Option(Min = 0.1, Max = 3600)]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a build that was let go may take to be gone from memory before it counts as pinned.</summary>
    [Option(Min = 0.1, Max = 3600)]
    public TimeSpan UnloadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether only files with a signature are loaded: <c>NAME.dll.p7s</c> beside <c>NAME.dll</c>.</summary>
    public bool RequireSignature { get; init; }

    /// <summary>The certificates, PEM, of the authorities whose signatures count.</summary>
    [Option(Path = true)]
    public string SignatureCa { get; init; } = "";

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (RequireSignature && SignatureCa.Length == 0)
        {
            yield return ("require-signature", "needs signature-ca: name a PEM file with the certificates of the authorities whose signatures count");
        }
    }
}
