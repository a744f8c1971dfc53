using CC.Cms;
using CC.Sdk.Options;

namespace CC.Client.Security;

/// <summary>The options for signed and encrypted messages, as CC 0.8.7 names them, of the node, of a daemon, or of a program.</summary>
public sealed record CmsOptions : IValidatedOptions
{
    /// <summary>The folder of certificates, <c>NAME.crt</c>, and private keys, <c>private/NAME.key</c>, all PEM; empty for the current one.</summary>
    [Option(Path = true)]
    public string CmsKeystore { get; init; } = "";

    /// <summary>The name of the key that all messages made here are signed with; empty to sign none.</summary>
    public string CmsSign { get; init; } = "";

    /// <summary>The names of the authorities' certificates; one of them must have issued the certificate of whoever signs what is read here. Empty to require no signatures.</summary>
    public IReadOnlyList<string> CmsVerifyCa { get; init; } = [];

    /// <summary>The name of the certificate that messages made here are encrypted to; needs cms-sign.</summary>
    public string CmsEncrypt { get; init; } = "";

    /// <summary>The name of the key that what is read here is decrypted with, and must have been encrypted to; needs cms-verify-ca.</summary>
    public string CmsDecrypt { get; init; } = "";

    /// <summary>How far the time of a message may be from now; 0 is as far as it likes.</summary>
    [Option(Min = 0)]
    public TimeSpan CmsTimeWindow { get; init; }

    /// <summary>A file of revocation lists, PEM or DER; empty if revocation is not looked at.</summary>
    [Option(Path = true)]
    public string CmsCrl { get; init; } = "";

    /// <summary>The digest that signatures are made with.</summary>
    public CmsDigest CmsDigest { get; init; } = CmsDigest.Sha256;

    /// <summary>The hash of a blob that signed bodies name.</summary>
    public BlobDigest CmsBlobHash { get; init; }

    /// <summary>What messages are encrypted with.</summary>
    public ContentCipher CmsCipher { get; init; }

    /// <summary>For how long the ids of signed messages are remembered, so that none is taken twice; 0 not at all.</summary>
    [Option(Min = 0, Max = 86400)]
    public TimeSpan CmsReplayWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether signed messages without an id, as CC 0.8.7 makes them, are refused.</summary>
    public bool CmsRequireId { get; init; }

    /// <summary>Whether anything is signed, verified, encrypted or decrypted.</summary>
    internal bool AreInUse => CmsSign.Length > 0 || CmsVerifyCa.Count > 0 || CmsEncrypt.Length > 0 || CmsDecrypt.Length > 0 || CmsTimeWindow > TimeSpan.Zero;

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (CmsEncrypt.Length > 0 && CmsSign.Length == 0)
        {
            yield return ("cms-encrypt", "needs cms-sign: what is encrypted is signed first; name the key to sign with");
        }

        if (CmsDecrypt.Length > 0 && CmsVerifyCa.Count == 0)
        {
            yield return ("cms-decrypt", "needs cms-verify-ca: what is decrypted must be signed; name the authorities of the signers");
        }

        if (CmsRequireId && CmsReplayWindow == TimeSpan.Zero)
        {
            yield return ("cms-require-id", "needs cms-replay-window, which is 0: ids are of no use if none is remembered");
        }

        var problems = new List<(string Option, string Rule)>();
        Credentials.Open(this, TimeProvider.System, null, problems);
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }
}
