namespace CC.Client.Security;

/// <summary>The hash of a blob that a signed body names.</summary>
public enum BlobDigest
{
    /// <summary>SHA-1, the only one that CC 0.8.7 can read.</summary>
    Sha1,

    /// <summary>SHA-256, for receivers that all know it.</summary>
    Sha256,
}
