using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CC.Cms;

namespace CC.Cli.Keys;

/// <summary>Writes certificates, keys and revocation lists to a keystore; none is overwritten by accident, and keys are for their owner's eyes only.</summary>
internal sealed class KeyFolder(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public KeyStore Store { get; } = new(folder);

    /// <summary>Refuses before a key is made, which takes a while.</summary>
    /// <exception cref="CommandFailure">It is no name, or it is taken.</exception>
    public void RequireFree(string name, bool force)
    {
        if (!KeyStore.IsName(name))
        {
            throw new CommandFailure(ExitCode.Usage, $"NAME {name}: is no name of a certificate: it becomes a file's name, and has no / in it");
        }

        if (!force && new[] { Store.CertificateFile(name), Store.KeyFile(name) }.FirstOrDefault(File.Exists) is { } there)
        {
            throw new CommandFailure(ExitCode.Usage, $"{there}: is there already; choose another name, or replace it with --force");
        }
    }

    public void Write(string name, X509Certificate2 certificate, RSA key)
    {
        Try(Store.Folder, () =>
        {
            CreatePrivate(Path.GetDirectoryName(Store.KeyFile(name))!);
            Replace(Store.KeyFile(name), key.ExportPkcs8PrivateKeyPem() + "\n", OwnerOnly);
            Replace(Store.CertificateFile(name), certificate.ExportCertificatePem() + "\n", OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        });
    }

    public void WriteRevocations(string file, string list) => Try(file, () => Replace(file, list, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead));

    /// <summary>An authority's certificate with its key.</summary>
    /// <exception cref="CommandFailure">It can't be used, or can't issue anything.</exception>
    public X509Certificate2 Authority(string what, string name, DateTimeOffset now)
    {
        try
        {
            var certificate = Store.WithKey(name);
            return WhyNone(certificate, now) is not { } why ? certificate : throw Unusable(what, name, $"{certificate.Subject} {why}");
        }
        catch (KeyStoreException unusable)
        {
            throw Unusable(what, name, unusable.Message);
        }
    }

    private static string? WhyNone(X509Certificate2 certificate, DateTimeOffset now) =>
        !certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority)
            || certificate.Extensions.OfType<X509KeyUsageExtension>().Any(extension => !extension.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign)) ? "is no authority"
        : certificate.NotAfter <= now ? $"was valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"
        : null;

    private static CommandFailure Unusable(string what, string name, string why) => new(ExitCode.Usage, $"{what} {name}: {why}; make an authority with: ccctl keys ca NAME");

    private static void CreatePrivate(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The file is made with its mode, so that there is no moment at which others may read it.</summary>
    private static void Replace(string file, string content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        File.Delete($"{file}.new");
        using (var stream = new FileStream($"{file}.new", options))
        {
            stream.Write(Encoding.ASCII.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move($"{file}.new", file, overwrite: true);
    }

    private static void Try(string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"{what}: can't be written: {failure.Message.TrimEnd('.')}; choose another folder with --keystore");
        }
    }
}
