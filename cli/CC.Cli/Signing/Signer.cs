using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cli.Signing;

/// <summary>Makes detached CMS signatures (RFC 5652, SHA-256, DER) that carry the signer's certificate: what a node with <c>require-signature</c> looks for.</summary>
internal sealed class Signer : IDisposable
{
    public const string PassphraseVariable = "CC_KEY_PASSPHRASE";

    private const string Extension = ".p7s";
    /// <summary>In place of PKCS #8 (RFC 1421, section 4.6.1.1).</summary>
    private const string Traditional = "Proc-Type: 4,ENCRYPTED";

    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private readonly X509Certificate2 certificate;
    private readonly X509Certificate2Collection others;

    private Signer(X509Certificate2 certificate, X509Certificate2Collection others)
    {
        this.certificate = certificate;
        this.others = others;
    }

    /// <exception cref="CommandFailure">A file can't be read, or is not what it should be.</exception>
    public static Signer Open(string certificate, string key, string? chain, string? passphrase, DateTimeOffset now)
    {
        var certificatePem = Read("--cert", certificate);
        var keyPem = Read("--key", key);
        if (keyPem.Contains(Traditional, StringComparison.Ordinal))
        {
            throw new CommandFailure(ExitCode.Usage, $"--key {key}: is encrypted in the traditional way of PEM, which is not read; convert it with: openssl pkcs8 -topk8 -in {key} -out NEW.pem");
        }

        var isEncrypted = keyPem.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && string.IsNullOrEmpty(passphrase))
        {
            throw new CommandFailure(ExitCode.Usage, $"--key {key}: needs a passphrase; put it into the environment variable {PassphraseVariable}");
        }

        var signer = Try(
            () => new Signer(
                isEncrypted ? X509Certificate2.CreateFromEncryptedPem(certificatePem, keyPem, passphrase) : X509Certificate2.CreateFromPem(certificatePem, keyPem),
                Certificates(chain)),
            $"--cert {certificate} and --key {key}: are no PEM certificate and its private key");
        try
        {
            signer.RequireValid(certificate, now);
            return signer;
        }
        catch
        {
            signer.Dispose();
            throw;
        }
    }

    /// <summary>Signs a file. The signature is put into place as a whole, so that no node sees half of it.</summary>
    /// <exception cref="CommandFailure">The file can't be read, or the signature not be written.</exception>
    public SignedFile Sign(string file)
    {
        var content = Octets("FILE", file);
        var signature = Try(() => Signature(content), $"FILE {file}: can't be signed");
        var path = file + Extension;
        try
        {
            File.WriteAllBytes($"{path}.new", signature);
            File.Move($"{path}.new", path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"{path}: can't be written: {failure.Message.TrimEnd('.')}; sign where you may write");
        }

        return new SignedFile(file, path, Convert.ToHexStringLower(SHA256.HashData(content)), certificate.Subject);
    }

    public void Dispose() => certificate.Dispose();

    /// <summary>A node looks at that when it loads the plugin.</summary>
    private void RequireValid(string file, DateTimeOffset now)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now.UtcDateTime < from || now.UtcDateTime > to)
        {
            throw new CommandFailure(
                ExitCode.Usage,
                $"--cert {file}: is valid from {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC, and not now, so that no node would take what it signs; sign with one that is valid");
        }
    }

    private byte[] Signature(byte[] content)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(others);
        signer.SignedAttributes.Add(new Pkcs9SigningTime());
        var signed = new SignedCms(new ContentInfo(content), detached: true);
        signed.ComputeSignature(signer);
        return signed.Encode();
    }

    private static X509Certificate2Collection Certificates(string? chain)
    {
        var certificates = new X509Certificate2Collection();
        if (chain is not null)
        {
            certificates.ImportFromPem(Read("--chain", chain));
        }

        return certificates;
    }

    private static string Read(string what, string file) => System.Text.Encoding.UTF8.GetString(Octets(what, file));

    private static byte[] Octets(string what, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"{what} {file}: can't be read: {failure.Message.TrimEnd('.')}");
        }
    }

    private static T Try<T>(Func<T> attempt, string otherwise)
    {
        try
        {
            return attempt();
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new CommandFailure(ExitCode.Usage, $"{otherwise}: {failure.Message.TrimEnd('.')}");
        }
    }
}
