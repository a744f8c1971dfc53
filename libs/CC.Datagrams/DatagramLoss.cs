namespace CC.Datagrams;

/// <summary>Why a datagram was not kept.</summary>
public enum DatagramLoss
{
    /// <summary>It is longer than datagrams may be.</summary>
    TooLong,

    /// <summary>As many as may wait are waiting already.</summary>
    QueueFull,
}
