using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Encrypts to the owner of a certificate: EnvelopedData (RFC 5652, section 6), the key transported by RSA PKCS #1 v1.5. Thread-safe.</summary>
public sealed class ContentEncryptor
{
    private readonly Reloaded<X509Certificate2> recipient;
    private readonly AlgorithmIdentifier cipher;

    private ContentEncryptor(Reloaded<X509Certificate2> recipient, AlgorithmIdentifier cipher) => (this.recipient, this.cipher) = (recipient, cipher);

    /// <summary>Opens the certificate of a name, and again when its file changes.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cipher">What to encrypt the content with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notReloaded">Told, on any thread, why a file that has changed is not taken up.</param>
    /// <exception cref="KeyStoreException">It can't be used.</exception>
    public static ContentEncryptor Open(KeyStore store, string name, ContentCipher cipher, TimeProvider time, Action<string>? notReloaded = null) => new(
        new Reloaded<X509Certificate2>([store.CertificateFile(name)], () => ForRsa(store, name), time, notReloaded),
        new AlgorithmIdentifier(new Oid(cipher == ContentCipher.Aes256 ? Oids.Aes256Cbc : Oids.Aes128Cbc)));

    /// <summary>A DER EnvelopedData that only the owner of the certificate's key can open.</summary>
    public byte[] Encrypt(byte[] content)
    {
        var enveloped = new EnvelopedCms(new ContentInfo(content), cipher);
        enveloped.Encrypt(new CmsRecipient(SubjectIdentifierType.IssuerAndSerialNumber, recipient.Current, RSAEncryptionPadding.Pkcs1));
        return enveloped.Encode();
    }

    private static X509Certificate2 ForRsa(KeyStore store, string name)
    {
        var certificate = store.Certificate(name);
        using var key = certificate.GetRSAPublicKey();
        return key is not null ? certificate : throw new KeyStoreException($"{store.CertificateFile(name)} is not for an RSA key; make one with: ccctl keys server {name} --ca CA");
    }
}
