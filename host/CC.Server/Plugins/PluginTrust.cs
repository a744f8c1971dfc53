using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace CC.Server.Plugins;

/// <summary>
/// Lets only files be loaded that have a detached CMS signature, <c>FILE.p7s</c> beside <c>FILE</c>, of somebody whose certificate one of the configured
/// authorities has issued. What is checked are the octets that are loaded, not the file.
/// </summary>
internal sealed class PluginTrust(X509Certificate2Collection authorities)
{
    private const string SignatureExtension = ".p7s";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4"; // What the certificates that sign messages have.

    private const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;

    /// <summary>SHA-256, SHA-384 and SHA-512, and the SHA-3 of these lengths.</summary>
    private static readonly string[] Digests =
    [
        "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3",
        "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.2.10",
    ];

    /// <summary>What the options ask for; null if they ask for nothing.</summary>
    /// <exception cref="PluginTrustException">The authorities' certificates can't be read.</exception>
    public static PluginTrust? Of(PluginOptions options)
    {
        if (!options.RequireSignature)
        {
            return null;
        }

        return Read(options.SignatureCa, out var why) is { } authorities
            ? new PluginTrust(authorities)
            : throw new PluginTrustException($"signature-ca = {options.SignatureCa} can't be used: {why}");
    }

    /// <summary>Why the certificates that the options name can't be used; null if they can, or no signature is required.</summary>
    public static string? WhyNot(PluginOptions options)
    {
        if (!options.RequireSignature)
        {
            return null;
        }

        Read(options.SignatureCa, out var why);
        return why;
    }

    private static X509Certificate2Collection? Read(string file, out string? why)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            why = authorities.Count > 0 ? null : "it holds no certificate";
            return why is null ? authorities : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            why = failure.Message.TrimEnd('.');
            return null;
        }
    }

    /// <summary>What a file's signature is worth, in a word, and in a sentence: who has signed it, or why it does not count.</summary>
    public static (string Verdict, string Text) Verdict(PluginOptions options, string file, ReadOnlyMemory<byte> content)
    {
        if (options.SignatureCa.Length == 0)
        {
            return ("not-required", "no signature-ca is configured");
        }

        try
        {
            return ("valid", Of(options with { RequireSignature = true })!.Admit(file, content));
        }
        catch (PluginTrustException no)
        {
            return (File.Exists(file + SignatureExtension) ? "invalid" : "missing", no.Message);
        }
    }

    /// <summary>Checks a file before it is loaded, and returns the name of who has signed it.</summary>
    /// <param name="file">The file; its signature is beside it.</param>
    /// <param name="content">What is loaded.</param>
    /// <param name="original">The file that this one is a copy of, for who reads why it is refused; null if it is none.</param>
    /// <exception cref="PluginTrustException">It must not be loaded.</exception>
    public string Admit(string file, ReadOnlyMemory<byte> content, string? original = null)
    {
        original ??= file;
        var signature = file + SignatureExtension;
        if (!File.Exists(signature))
        {
            throw new PluginTrustException($"{original} has no signature, and require-signature is set; sign it with: ccctl plugins sign {original} --key KEY.pem --cert CERT.pem");
        }

        try
        {
            var signed = new SignedCms(new ContentInfo(content.ToArray()), detached: true);
            signed.Decode(File.ReadAllBytes(signature));
            signed.CheckSignature(verifySignatureOnly: true);
            if (signed.SignerInfos is not [{ Certificate: { } signer } made])
            {
                throw new CryptographicException("it must have one signer, with the certificate");
            }

            RequireDigest(made.DigestAlgorithm);
            RequireAuthority(signer, signed.Certificates);
            RequireUsage(signer);
            return signer.Subject;
        }
        catch (CryptographicException invalid)
        {
            throw new PluginTrustException($"the signature {original}{SignatureExtension} does not hold: {invalid.Message.TrimEnd('.')}");
        }
    }

    private void RequireAuthority(X509Certificate2 signer, X509Certificate2Collection others)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(signer))
        {
            var why = string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct());
            throw new CryptographicException($"the certificate of {signer.Subject} is not one of a configured authority, or not valid now: {why}");
        }
    }

    /// <summary>Two files of one digest can be made at will where that is MD5 or SHA-1: one is signed, and the other one is loaded.</summary>
    private static void RequireDigest(Oid digest)
    {
        if (!Digests.Contains(digest.Value))
        {
            throw new CryptographicException($"its digest is {digest.FriendlyName ?? digest.Value}, and must be SHA-256 or stronger; sign it with: openssl cms -md sha256, or ccctl plugins sign");
        }
    }

    private static void RequireUsage(X509Certificate2 signer)
    {
        // Where it says nothing about a use, it is for any.
        if (signer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is { KeyUsages: var keyUsages } && (keyUsages & Signing) == 0)
        {
            throw new CryptographicException($"the key usage of the certificate of {signer.Subject} is {keyUsages}, and must have digitalSignature or nonRepudiation");
        }

        var usages = signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value).ToArray();
        if (usages is not [] && !usages.Contains(CodeSigning) && !usages.Contains(EmailProtection))
        {
            throw new CryptographicException($"the certificate of {signer.Subject} is for neither code nor messages");
        }
    }
}
