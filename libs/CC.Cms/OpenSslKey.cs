using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CC.Cms;

/// <summary>
/// An RSA public key with OpenSSL's contexts kept prepared, one for each digest, of which each verification takes a copy. To prepare one for each
/// verification, as the framework does, takes a fifth of the verification itself. Thread-safe.
/// </summary>
internal sealed unsafe class OpenSslKey
{
    /// <summary>The framework may use an older OpenSSL, whose keys mean nothing to this one.</summary>
    public const long Version3 = 0x30000000;

    private readonly ConcurrentDictionary<HashAlgorithmName, nint> prepared = new();
    private readonly SafeEvpPKeyHandle key;

    private OpenSslKey(SafeEvpPKeyHandle key) => this.key = key;

    ~OpenSslKey()
    {
        foreach (var context in prepared.Values)
        {
            LibCrypto.FreeContext(context);
        }
    }

    /// <summary>The key, if the framework has it from OpenSSL 3; null otherwise.</summary>
    public static OpenSslKey? Of(RSA key)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || SafeEvpPKeyHandle.OpenSslVersion < Version3 || LibCrypto.DigestByName("SHA256") == 0)
            {
                return null;
            }

            using var own = new RSAOpenSsl(key.ExportParameters(includePrivateParameters: false));
            return new OpenSslKey(own.DuplicateKeyHandle());
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the signature is that of the hash; null if OpenSSL can't be asked so.</summary>
    public bool? Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, HashAlgorithmName digest)
    {
        var context = LibCrypto.DuplicateContext(prepared.TryGetValue(digest, out var known) ? known : PrepareOnce(digest));
        if (context == 0)
        {
            return null; // Nothing was prepared, of which there is no copy.
        }

        fixed (byte* signed = signature, hashed = hash)
        {
            var outcome = LibCrypto.Verify(context, signed, signature.Length, hashed, hash.Length);
            LibCrypto.FreeContext(context);
            if (outcome != 1)
            {
                LibCrypto.ClearErrors();
            }

            GC.KeepAlive(this);
            return outcome == 1;
        }
    }

    private nint PrepareOnce(HashAlgorithmName digest)
    {
        lock (prepared)
        {
            return prepared.GetOrAdd(digest, Prepare);
        }
    }

    /// <summary>0 if it can't be made.</summary>
    private nint Prepare(HashAlgorithmName digest)
    {
        var context = LibCrypto.NewContext(key.DangerousGetHandle(), 0);
        if (context != 0 && LibCrypto.BeginVerify(context) == 1 && LibCrypto.SetPadding(context, LibCrypto.Pkcs1Padding) == 1
            && LibCrypto.SetDigest(context, LibCrypto.DigestByName(digest.Name!)) == 1)
        {
            return context;
        }

        LibCrypto.FreeContext(context);
        LibCrypto.ClearErrors();
        return 0;
    }
}
