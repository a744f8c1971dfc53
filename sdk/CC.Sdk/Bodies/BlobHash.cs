using System.Security.Cryptography;

namespace CC.Sdk.Bodies;

/// <summary>The hash of a blob as the field <c>blob_hash</c> has it: the algorithm, a colon, and lower-case hexadecimal digits.</summary>
internal static class BlobHash
{
    private const string Sha1 = "SHA-1:";
    private const string Sha256 = "SHA-256:";

    public static string Of(ReadOnlyMemory<byte> blob, bool isSha256) =>
        isSha256 ? Sha256 + Convert.ToHexStringLower(SHA256.HashData(blob.Span)) : Sha1 + Convert.ToHexStringLower(SHA1.HashData(blob.Span));

    /// <summary>Checks what a body says of its message's blob.</summary>
    /// <param name="message">The message.</param>
    /// <param name="hash">What its body says.</param>
    /// <param name="isRequired">Whether a blob must have its hash in the body; otherwise what the body says of it is not looked at.</param>
    /// <exception cref="MessageException">They don't fit.</exception>
    public static void Check(in Message message, string hash, bool isRequired)
    {
        if (!message.HasBlob)
        {
            if (hash.Length > 0)
            {
                throw new MessageException(MessageFault.NoBlob, "its body names the hash of a blob that it does not have");
            }
        }
        else if (isRequired && !Fits(message.Blob, hash))
        {
            throw new MessageException(MessageFault.BadBlobHash, hash.Length == 0 ? "it is signed, and its body has no hash of its blob" : "its blob is not that which its body has the hash of");
        }
    }

    private static bool Fits(ReadOnlyMemory<byte> blob, string hash) =>
        hash.StartsWith(Sha1, StringComparison.Ordinal) ? hash == Of(blob, isSha256: false) : hash.StartsWith(Sha256, StringComparison.Ordinal) && hash == Of(blob, isSha256: true);
}
