using System.Text.Json.Serialization;

namespace CC.Cli.Signing;

/// <summary>A file that was signed.</summary>
/// <param name="File">The file.</param>
/// <param name="Signature">Where its signature is.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Signer">Whose certificate is in the signature.</param>
internal sealed record SignedFile(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("signature")] string Signature,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("signer")] string Signer);
