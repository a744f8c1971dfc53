namespace CC.Sdk;

/// <summary>Why a message can't be used, as a name to decide and to count by.</summary>
public enum MessageFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is no empty frame between route and type.</summary>
    NoDelimiter,

    /// <summary>Nothing follows the empty frame.</summary>
    NoType,

    /// <summary>The type is not one or more labels of letters, digits, <c>_</c> and <c>-</c>, joined by single dots.</summary>
    BadType,

    /// <summary>The body is missing.</summary>
    NoBody,

    /// <summary>The body is encrypted, and there is no key for it.</summary>
    Encrypted,

    /// <summary>The body is not a JSON object of the fields that the type has.</summary>
    BadBody,

    /// <summary>The body's <c>req</c> is not the message's type.</summary>
    WrongReq,

    /// <summary>A field that the type needs is missing or out of range.</summary>
    BadField,

    /// <summary>The body names the hash of a blob that is not there.</summary>
    NoBlob,

    /// <summary>The handler has no use for messages of the type: a route leads too much to it.</summary>
    NotForHandler,

    /// <summary>A signature is required, and there is none.</summary>
    Unverified,

    /// <summary>The signature is not that of the body, or is none that is accepted.</summary>
    BadSignature,

    /// <summary>The signer's certificate is not good: its authority, its validity, its purpose, or it is revoked.</summary>
    UntrustedSigner,

    /// <summary>The body must be encrypted, and is not.</summary>
    NotEncrypted,

    /// <summary>The body is encrypted to others, or can't be decrypted.</summary>
    Undecryptable,

    /// <summary>The message was made too long ago, or in the future.</summary>
    OutsideTimeWindow,

    /// <summary>The blob is not that which the signed body names the hash of.</summary>
    BadBlobHash,

    /// <summary>A signed message with the same id has come before.</summary>
    Replayed,

    /// <summary>The message has no id, and one is required.</summary>
    NoMessageId,
}
