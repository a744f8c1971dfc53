using System.Security.Cryptography.X509Certificates;
using CC.Cms;

namespace CC.Cli.Keys;

/// <summary>Looks through a keystore.</summary>
internal static class KeyListing
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <exception cref="CommandFailure">The folder can't be read.</exception>
    public static KeyDescription[] Of(KeyStore store, DateTimeOffset now)
    {
        try
        {
            return [.. Directory.EnumerateFiles(store.Folder, "*.crt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).Select(name => Describe(store, name, now))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"{store.Folder}: can't be read: {failure.Message.TrimEnd('.')}; name the folder with --keystore");
        }
    }

    public static KeyDescription Describe(KeyStore store, string name, DateTimeOffset now)
    {
        try
        {
            using var certificate = store.Certificate(name);
            var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority);
            var key = store.KeyFile(name);
            return new KeyDescription(
                name, isAuthority ? "ca" : "key", certificate.Subject, certificate.Issuer, certificate.SerialNumber, certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime(),
                store.CertificateFile(name), File.Exists(key) ? key : "", Problem(certificate, key, now));
        }
        catch (KeyStoreException unusable)
        {
            return new KeyDescription(name, "", "", "", "", default, default, store.CertificateFile(name), "", unusable.Message);
        }
    }

    private static string Problem(X509Certificate2 certificate, string key, DateTimeOffset now) =>
        now < certificate.NotBefore ? "not valid yet"
        : now > certificate.NotAfter ? "expired; issue another one"
        : now + Soon > certificate.NotAfter ? "expires soon; issue another one"
        : !OperatingSystem.IsWindows() && File.Exists(key) && (File.GetUnixFileMode(key) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0 ? $"others may read its key: chmod 600 {key}"
        : "";
}
