using System.Security.Cryptography;

namespace CC.Cms;

/// <summary>A digest that OpenSSL 3 has fetched once, and not for each content anew, as the framework has it do. Lives as long as the process. Thread-safe.</summary>
internal sealed unsafe class OpenSslDigest
{
    private readonly nint algorithm;

    private OpenSslDigest(nint algorithm) => this.algorithm = algorithm;

    /// <summary>The digest of that name; null where OpenSSL 3 is not.</summary>
    public static OpenSslDigest? Of(HashAlgorithmName name)
    {
        try
        {
            return OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion >= OpenSslKey.Version3 && LibCrypto.FetchDigest(0, name.Name!, null) is var found and not 0
                ? new OpenSslDigest(found)
                : null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Writes the digest, for which there must be room; false if OpenSSL can't.</summary>
    public bool TryHash(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        fixed (byte* data = content, hash = destination)
        {
            return LibCrypto.Hash(data, content.Length, hash, out _, algorithm, 0) == 1;
        }
    }
}
