using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>Options for signed and encrypted messages, which this version does not have: one that is set must stop the node, not be ignored.</summary>
internal sealed record SecurityOptions : IValidatedOptions
{
    /// <summary>The folder of certificates and keys; harmless by itself.</summary>
    public string CmsKeystore { get; init; } = "";

    /// <summary>The key to sign with.</summary>
    public string CmsSign { get; init; } = "";

    /// <summary>The authorities whose signatures are required.</summary>
    public string CmsVerifyCa { get; init; } = "";

    /// <summary>The certificate to encrypt to.</summary>
    public string CmsEncrypt { get; init; } = "";

    /// <summary>The key to decrypt with.</summary>
    public string CmsDecrypt { get; init; } = "";

    /// <summary>How old a signed message may be.</summary>
    public string CmsTimeWindow { get; init; } = "";

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        (string Option, string Value)[] set =
        [
            ("cms-sign", CmsSign), ("cms-verify-ca", CmsVerifyCa), ("cms-encrypt", CmsEncrypt), ("cms-decrypt", CmsDecrypt),
        ];
        return set.Where(option => option.Value.Length > 0).Select(option => (
            option.Option,
            "asks for signed or encrypted messages, which this version does not have yet; leave it empty to run without"));
    }
}
