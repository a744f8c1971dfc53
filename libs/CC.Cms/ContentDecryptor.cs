using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>Decrypts what was encrypted to a certificate of ours. Thread-safe.</summary>
public sealed class ContentDecryptor
{
    private static readonly string?[] Ciphers = [Oids.Aes128Cbc, Oids.Aes192Cbc, Oids.Aes256Cbc, Oids.TripleDesCbc];

    private readonly Reloaded<X509Certificate2> own;

    private ContentDecryptor(Reloaded<X509Certificate2> own) => this.own = own;

    /// <summary>Opens the certificate and the key of a name, and again when their files change.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="name">Their name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notReloaded">Told, on any thread, why files that have changed are not taken up.</param>
    /// <exception cref="KeyStoreException">They can't be used.</exception>
    public static ContentDecryptor Open(KeyStore store, string name, TimeProvider time, Action<string>? notReloaded = null) =>
        new(new Reloaded<X509Certificate2>([store.CertificateFile(name), store.KeyFile(name)], () => store.WithKey(name), time, notReloaded));

    /// <summary>The content of an EnvelopedData.</summary>
    /// <exception cref="CmsException">It is none, it is for others, or it can't be decrypted; outsiders should not be told which.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> octets)
    {
        try
        {
            var enveloped = new EnvelopedCms();
            enveloped.Decode(octets);
            if (!Ciphers.Contains(enveloped.ContentEncryptionAlgorithm.Oid.Value))
            {
                throw new CmsException(CmsFault.Algorithm, "its content is not encrypted with AES or triple DES in CBC mode");
            }

            var certificate = own.Current;
            using var key = certificate.GetRSAPrivateKey()!;
            enveloped.Decrypt(Recipient(enveloped, certificate), key);
            return enveloped.ContentInfo.Content;
        }
        catch (Exception invalid) when (invalid is CryptographicException or InvalidOperationException or ArgumentException)
        {
            throw new CmsException(CmsFault.Undecryptable, $"it can't be decrypted: {invalid.Message.TrimEnd('.')}", invalid);
        }
    }

    private static KeyTransRecipientInfo Recipient(EnvelopedCms enveloped, X509Certificate2 certificate)
    {
        var recipient = enveloped.RecipientInfos.OfType<KeyTransRecipientInfo>().FirstOrDefault(info => IsFor(info, certificate))
            ?? throw new CmsException(CmsFault.Undecryptable, $"it is not encrypted to {certificate.Subject}");
        return recipient.KeyEncryptionAlgorithm.Oid.Value == Oids.Rsa
            ? recipient
            : throw new CmsException(CmsFault.Algorithm, "its key is not transported by RSA with the padding of PKCS #1 v1.5");
    }

    private static bool IsFor(RecipientInfo info, X509Certificate2 certificate) =>
        info.RecipientIdentifier.Value switch
        {
            System.Security.Cryptography.Xml.X509IssuerSerial named => named.SerialNumber == certificate.SerialNumber && named.IssuerName == certificate.Issuer,
            string key => certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifier == key,
            _ => false,
        };
}
