namespace CC.Cms;

/// <summary>What content is encrypted with.</summary>
public enum ContentCipher
{
    /// <summary>AES with 128 bits in CBC mode, as CC 0.8.7 writes it.</summary>
    Aes128,

    /// <summary>AES with 256 bits in CBC mode.</summary>
    Aes256,
}
