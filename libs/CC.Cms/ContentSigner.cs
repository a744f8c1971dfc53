using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Signs with a key of a key store; takes up another certificate and key when their files change. Thread-safe.</summary>
public sealed class ContentSigner
{
    private readonly Reloaded<SigningKey> writer;
    private readonly TimeProvider time;

    private ContentSigner(Reloaded<SigningKey> writer, TimeProvider time) => (this.writer, this.time) = (writer, time);

    /// <summary>Opens the certificate and the key of a name.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="name">Their name.</param>
    /// <param name="digest">The digest to sign with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notReloaded">Told, on any thread, why files that have changed are not taken up; the last ones stay in use.</param>
    /// <exception cref="KeyStoreException">They can't be used.</exception>
    public static ContentSigner Open(KeyStore store, string name, CmsDigest digest, TimeProvider time, Action<string>? notReloaded = null)
    {
        var algorithm = DigestAlgorithm.Of(digest);
        return new ContentSigner(new Reloaded<SigningKey>([store.CertificateFile(name), store.KeyFile(name)], Load, time, notReloaded), time);

        SigningKey Load()
        {
            using var certificate = store.WithKey(name);
            var key = certificate.GetRSAPrivateKey() ?? throw new KeyStoreException($"{store.CertificateFile(name)} is not for an RSA key; make one with: ccctl keys server {name} --ca CA");
            var form = new SignedDataWriter(certificate.RawData, certificate.IssuerName.RawData, certificate.SerialNumberBytes.ToArray(), key, algorithm);
            return new SigningKey(form, new SignedDataTemplate(form, key, algorithm));
        }
    }

    /// <summary>A DER SignedData with the signature of the content and the certificate, but not the content.</summary>
    public byte[] SignDetached(ReadOnlySpan<byte> content)
    {
        var (now, key) = (time.GetUtcNow(), writer.Current);
        return key.Template.Fill(content, now) ?? key.Writer.Write(content, embed: false, now);
    }

    /// <summary>The same with the content in it.</summary>
    public byte[] SignOpaque(ReadOnlySpan<byte> content) => writer.Current.Writer.Write(content, embed: true, time.GetUtcNow());

    private sealed record SigningKey(SignedDataWriter Writer, SignedDataTemplate Template);
}
