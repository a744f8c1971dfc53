namespace CC.Frames;

/// <summary>The flags octet that opens a frame (RFC 37, "Framing"). Bits 3 to 7 are reserved and zero.</summary>
[Flags]
public enum FrameFlags : byte
{
    /// <summary>A short message frame, the last of its message.</summary>
    None = 0,

    /// <summary>More frames of the same message follow.</summary>
    More = 1,

    /// <summary>The body length takes eight octets instead of one.</summary>
    Long = 2,

    /// <summary>A command of the protocol, no part of a message.</summary>
    Command = 4,
}
