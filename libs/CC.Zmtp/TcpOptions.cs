namespace CC.Zmtp;

/// <summary>Options of TCP connections. Zero leaves a value to the operating system.</summary>
public sealed record TcpOptions
{
    /// <summary>Whether the operating system probes quiet connections. Default false.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Quiet time before the first probe, whole seconds.</summary>
    public TimeSpan KeepAliveIdle { get; init; }

    /// <summary>Time between probes, whole seconds.</summary>
    public TimeSpan KeepAliveInterval { get; init; }

    /// <summary>Probes without an answer before the connection counts as lost.</summary>
    public int KeepAliveCount { get; init; }

    /// <summary>Octets of the kernel's send buffer.</summary>
    public int SendBuffer { get; init; }

    /// <summary>Octets of the kernel's receive buffer.</summary>
    public int ReceiveBuffer { get; init; }
}
