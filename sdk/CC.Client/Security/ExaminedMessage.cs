using CC.Cms;

namespace CC.Client.Security;

/// <summary>What a message holds, after all checks.</summary>
/// <param name="Content">Its body, decrypted if it was encrypted: JSON.</param>
/// <param name="Signer">Who has signed it; null if nobody had to.</param>
public sealed record ExaminedMessage(ReadOnlyMemory<byte> Content, Signatory? Signer);
