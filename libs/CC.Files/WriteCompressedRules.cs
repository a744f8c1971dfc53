namespace CC.Files;

/// <summary>What follows from how something is stored.</summary>
public static class WriteCompressedRules
{
    /// <summary>How what arrives compressed in some way is stored.</summary>
    /// <param name="how">The rule.</param>
    /// <param name="received">How it arrives.</param>
    /// <param name="own">How it is stored if it is to be compressed in any case.</param>
    public static Codec Stored(this WriteCompressed how, Codec received, Codec own) => how switch
    {
        WriteCompressed.No => Codec.None,
        WriteCompressed.Keep => received,
        _ => own,
    };
}
