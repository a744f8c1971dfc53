namespace CC.Files;

/// <summary>How what arrives from another machine is stored.</summary>
public enum WriteCompressed
{
    /// <summary>Uncompressed.</summary>
    No,

    /// <summary>As it arrives.</summary>
    Keep,

    /// <summary>Compressed, whether it arrives so or not.</summary>
    Yes,
}
