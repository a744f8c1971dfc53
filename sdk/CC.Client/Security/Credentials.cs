using CC.Cms;

namespace CC.Client.Security;

/// <summary>The keys and certificates that options name, opened.</summary>
internal sealed record Credentials(ContentSigner? Signer, SignatureVerifier? Verifier, ContentEncryptor? Encryptor, ContentDecryptor? Decryptor)
{
    /// <summary>Opens all that can be opened, and adds what is wrong with the rest.</summary>
    public static Credentials Open(CmsOptions options, TimeProvider time, Action<string>? notReloaded, ICollection<(string Option, string Rule)> problems)
    {
        var store = new KeyStore(options.CmsKeystore);
        return new Credentials(
            Try("cms-sign", options.CmsSign.Length > 0, () => ContentSigner.Open(store, options.CmsSign, options.CmsDigest, time, notReloaded)),
            Try("cms-verify-ca", options.CmsVerifyCa.Count > 0, () => SignatureVerifier.Open(store, options.CmsVerifyCa, options.CmsCrl, time, notReloaded)),
            Try("cms-encrypt", options.CmsEncrypt.Length > 0, () => ContentEncryptor.Open(store, options.CmsEncrypt, options.CmsCipher, time, notReloaded)),
            Try("cms-decrypt", options.CmsDecrypt.Length > 0, () => ContentDecryptor.Open(store, options.CmsDecrypt, time, notReloaded)));

        T? Try<T>(string option, bool isWanted, Func<T> open)
            where T : class
        {
            try
            {
                return isWanted ? open() : null;
            }
            catch (KeyStoreException unusable)
            {
                problems.Add((option, $"can't be used: {unusable.Message}"));
                return null;
            }
        }
    }
}
