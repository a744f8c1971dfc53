using System.Runtime.InteropServices;

namespace CC.Cms;

/// <summary>What is called of OpenSSL 3 directly.</summary>
internal static unsafe partial class LibCrypto
{
    public const int Pkcs1Padding = 1;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new")]
    public static partial nint NewContext(nint key, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_dup")]
    public static partial nint DuplicateContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_verify_init")]
    public static partial int BeginVerify(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_rsa_padding")]
    public static partial int SetPadding(nint context, int padding);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_signature_md")]
    public static partial int SetDigest(nint context, nint digest);

    [LibraryImport(Library, EntryPoint = "EVP_get_digestbyname", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint DigestByName(string name);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_verify")]
    public static partial int Verify(nint context, byte* signature, nint signatureLength, byte* hash, nint hashLength);

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FetchDigest(nint libraryContext, string name, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_Digest")]
    public static partial int Hash(byte* content, nint contentLength, byte* hash, out uint hashLength, nint digest, nint engine);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
