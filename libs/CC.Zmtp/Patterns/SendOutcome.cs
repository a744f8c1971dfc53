namespace CC.Zmtp.Patterns;

/// <summary>What became of a message given to a pattern to send.</summary>
internal enum SendOutcome
{
    /// <summary>Queued for at least one peer, or for none because none wants it.</summary>
    Sent,

    /// <summary>No peer has room now; it may be tried again.</summary>
    NoRoom,

    /// <summary>The addressed peer is unknown.</summary>
    Unroutable,

    /// <summary>The addressed peer's queue is full, and the pattern does not wait for it.</summary>
    QueueFull,
}
