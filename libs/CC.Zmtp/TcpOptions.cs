namespace CC.Zmtp;

/// <summary>Options of TCP connections. Zero leaves a value to the operating system.</summary>
public sealed record TcpOptions
{
    // tcp(7): MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL and MAX_TCP_KEEPCNT of Linux.
    private static readonly TimeSpan LongestProbing = TimeSpan.FromSeconds(32767);
    private const int MostProbes = 127;

    /// <summary>Whether the operating system probes quiet connections. Default false.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Quiet time before the first probe, whole seconds, rounded up; at most 32767 s.</summary>
    public TimeSpan KeepAliveIdle { get; init; }

    /// <summary>Time between probes, whole seconds, rounded up; at most 32767 s.</summary>
    public TimeSpan KeepAliveInterval { get; init; }

    /// <summary>Probes without an answer before the connection counts as lost; at most 127.</summary>
    public int KeepAliveCount { get; init; }

    /// <summary>Octets of the kernel's send buffer.</summary>
    public int SendBuffer { get; init; }

    /// <summary>Octets of the kernel's receive buffer.</summary>
    public int ReceiveBuffer { get; init; }

    internal void Validate()
    {
        RequireProbing(KeepAliveIdle, nameof(KeepAliveIdle));
        RequireProbing(KeepAliveInterval, nameof(KeepAliveInterval));
        ArgumentOutOfRangeException.ThrowIfNegative(KeepAliveCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepAliveCount, MostProbes);
        ArgumentOutOfRangeException.ThrowIfNegative(SendBuffer);
        ArgumentOutOfRangeException.ThrowIfNegative(ReceiveBuffer);
    }

    private static void RequireProbing(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero || value > LongestProbing)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Probing takes times from 0 to {LongestProbing.TotalSeconds} s.");
        }
    }
}
