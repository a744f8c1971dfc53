using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>A folder of PEM files: certificates <c>NAME.crt</c>, and their private keys <c>private/NAME.key</c>.</summary>
/// <param name="folder">The folder; empty for the current one.</param>
public sealed class KeyStore(string folder)
{
    /// <summary>Where the files are.</summary>
    public string Folder { get; } = folder.Length == 0 ? "." : folder;

    /// <summary>Whether something may be called so: the name of a file in the folder, and no way out of it.</summary>
    public static bool IsName(string name) => name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\\0") < 0;

    /// <summary>Where the certificate of that name is.</summary>
    /// <exception cref="KeyStoreException">It is no name.</exception>
    public string CertificateFile(string name) => Path.Combine(Folder, $"{Checked(name)}.crt");

    /// <summary>Where the private key of that name is.</summary>
    /// <exception cref="KeyStoreException">It is no name.</exception>
    public string KeyFile(string name) => Path.Combine(Folder, "private", $"{Checked(name)}.key");

    /// <summary>Reads a certificate.</summary>
    /// <exception cref="KeyStoreException">It is not there, or none.</exception>
    public X509Certificate2 Certificate(string name)
    {
        var file = CertificateFile(name);
        var pem = Read(file, "certificate");
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException invalid)
        {
            throw new KeyStoreException($"{file} holds no certificate in PEM; convert it with: openssl x509 -inform DER -in FILE -out {file}", invalid);
        }
    }

    /// <summary>Reads a certificate with its private key, which must be an RSA key without a passphrase.</summary>
    /// <exception cref="KeyStoreException">One of them is not there, or does not fit.</exception>
    public X509Certificate2 WithKey(string name)
    {
        using var certificate = Certificate(name);
        var file = KeyFile(name);
        using var key = PrivateKey(file);
        try
        {
            return certificate.CopyWithPrivateKey(key);
        }
        catch (Exception misfit) when (misfit is ArgumentException or CryptographicException or InvalidOperationException)
        {
            throw new KeyStoreException($"{file} is not the key of {CertificateFile(name)}; put the two that belong together there", misfit);
        }
    }

    private static RSA PrivateKey(string file)
    {
        var pem = Read(file, "private key");
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new KeyStoreException($"{file} needs a passphrase, and there is nobody to type it; take it off with: openssl pkey -in {file} -out NEW.key, and keep the file readable by its owner only");
        }

        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception invalid) when (invalid is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new KeyStoreException($"{file} holds no RSA private key in PEM; make one with: ccctl keys server NAME --ca CA", invalid);
        }
    }

    private static string Read(string file, string what)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"the {what} {file} can't be read: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    private static string Checked(string name) =>
        IsName(name) ? name : throw new KeyStoreException($"'{name}' is no name of a certificate or key: it is a file's name in the keystore without .crt or .key, and has no / in it");
}
