using CC.Sdk.Options;

namespace CC.Plugins.Proxy;

/// <summary>A proxy's section.</summary>
public sealed record ProxyOptions
{
    /// <summary>The other node's socket.</summary>
    [Option("remote-cc", Required = true)]
    public string RemoteCc { get; init; } = "";

    /// <summary>Whether the other node is asked every second if it is there; it needs a route for <c>echo</c> then.</summary>
    public bool Ping { get; init; }

    /// <summary>Half of the messages that wait while the other node is away (CC 0.8.7 kept as many in each of two queues); 0 is no limit.</summary>
    [Option("zmq_hwm", Min = 0)]
    public int HighWaterMark { get; init; } = 100;

    /// <summary>How long stopping waits for the other node to take what waits; -1 is for ever.</summary>
    [Option("zmq_linger", Unit = TimeUnit.Milliseconds, Min = -1)]
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a sender waits while the other node is there and takes nothing; after that, messages are dropped until it does.</summary>
    [Option(Min = 0)]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The kernel's receive buffer; 0 leaves it alone.</summary>
    [Option("zmq_rcvbuf")]
    public ByteSize ReceiveBuffer { get; init; }

    /// <summary>The kernel's send buffer; 0 leaves it alone.</summary>
    [Option("zmq_sndbuf")]
    public ByteSize SendBuffer { get; init; }

    /// <summary>1: the connection is probed while it is quiet.</summary>
    [Option("zmq_tcp_keepalive")]
    public int KeepAlive { get; init; } = 1;

    /// <summary>Time between probes.</summary>
    [Option("zmq_tcp_keepalive_intvl")]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Quiet time before the first probe.</summary>
    [Option("zmq_tcp_keepalive_idle")]
    public TimeSpan KeepAliveIdle { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>Probes without an answer before the connection is given up.</summary>
    [Option("zmq_tcp_keepalive_cnt")]
    public int KeepAliveCount { get; init; } = 4;
}
