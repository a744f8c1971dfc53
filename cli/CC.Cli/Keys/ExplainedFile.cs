using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Cms;

namespace CC.Cli.Keys;

/// <summary>Has the rules looked into what somebody has at hand: a name of the keystore, a certificate's file, or a signature's.</summary>
internal static class ExplainedFile
{
    /// <exception cref="CommandFailure">It can't be read.</exception>
    public static Explanation Explain(KeyStore store, SignatureVerifier verifier, string what, string? content)
    {
        var outcomes = Certificate(store, what) is { } certificate
            ? verifier.Explain(certificate)
            : verifier.Explain(Read(what), content is null ? default(ReadOnlyMemory<byte>?) : Read(content));
        return new Explanation(
            outcomes.All(outcome => outcome.IsKept),
            [.. outcomes.Select(outcome => new ExplainedRule(outcome.Rule, outcome.IsKept, outcome.Detail, outcome.NextStep))]);
    }

    private static X509Certificate2? Certificate(KeyStore store, string what)
    {
        try
        {
            if (KeyStore.IsName(what) && File.Exists(store.CertificateFile(what)))
            {
                return store.Certificate(what);
            }

            return X509Certificate2.GetCertContentType(Read(what)) == X509ContentType.Cert ? X509CertificateLoader.LoadCertificate(Read(what)) : null;
        }
        catch (KeyStoreException unusable)
        {
            throw new CommandFailure(ExitCode.Usage, unusable.Message);
        }
        catch (CryptographicException)
        {
            return null; // Then it is a signature, or said to be none.
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"{file}: is neither a name in the keystore nor a file that can be read: {failure.Message.TrimEnd('.')}");
        }
    }
}
