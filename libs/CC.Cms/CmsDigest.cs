namespace CC.Cms;

/// <summary>The digest that a signature is made with.</summary>
public enum CmsDigest
{
    /// <summary>SHA-1, as CC 0.8.7 writes it; two contents of one digest can be made at will.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-384.</summary>
    Sha384,

    /// <summary>SHA-512.</summary>
    Sha512,
}
