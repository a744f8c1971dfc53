namespace CC.Cms;

/// <summary>Why signed or encrypted octets are refused, as a name to decide and to count by.</summary>
public enum CmsFault
{
    /// <summary>They are no SignedData or EnvelopedData (RFC 5652) of the kind that is read here.</summary>
    Malformed,

    /// <summary>An algorithm is none of those that are accepted.</summary>
    Algorithm,

    /// <summary>There is not exactly one signer.</summary>
    NotOneSigner,

    /// <summary>The signer's certificate is not among the octets.</summary>
    NoCertificate,

    /// <summary>The signature is not that of the content, or not by that certificate's key.</summary>
    WrongSignature,

    /// <summary>No configured authority has issued the signer's certificate.</summary>
    UnknownAuthority,

    /// <summary>A certificate is not valid yet, or not any more.</summary>
    NotValidNow,

    /// <summary>The certificate is not for signing messages.</summary>
    WrongPurpose,

    /// <summary>The certificate is revoked, or the list that says so is missing or out of date.</summary>
    Revoked,

    /// <summary>The octets are encrypted to others, or can't be decrypted.</summary>
    Undecryptable,
}
