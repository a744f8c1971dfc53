using CC.Sdk.Options;

namespace CC.Plugins.Proxy;

/// <summary>A proxy's section.</summary>
public sealed record ProxyOptions
{
    /// <summary>The other node's socket.</summary>
    [Option(Required = true, Endpoint = true)]
    public string RemoteCc { get; init; } = "";

    /// <summary>Whether the other node is asked every second if it is there; it needs a route for <c>echo</c> then.</summary>
    public bool Ping { get; init; }

    /// <summary>Half of the messages that wait while the other node is away (CC 0.8.7 kept as many in each of two queues); 0, and less, is no limit.</summary>
    [Option("zmq_hwm", Max = 1_000_000_000)]
    public int HighWaterMark { get; init; } = 100;

    /// <summary>How long stopping waits for the other node to take what waits; -1 is for ever.</summary>
    [Option("zmq_linger", Unit = TimeUnit.Milliseconds, Min = -1)]
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a sender waits while the other node is there and takes nothing; after that, messages are dropped until it does.</summary>
    [Option(Min = 0)]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The kernel's receive buffer; 0 leaves it alone.</summary>
    [Option("zmq_rcvbuf", Max = int.MaxValue)]
    public ByteSize ReceiveBuffer { get; init; }

    /// <summary>The kernel's send buffer; 0 leaves it alone.</summary>
    [Option("zmq_sndbuf", Max = int.MaxValue)]
    public ByteSize SendBuffer { get; init; }

    /// <summary>1: the connection is probed while it is quiet; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive", Min = -1, Max = 1)]
    public int KeepAlive { get; init; } = 1;

    /// <summary>Seconds between probes; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive_intvl", Min = -1, Max = 32767)]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seconds of quiet before the first probe; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive_idle", Min = -1, Max = 32767)]
    public TimeSpan KeepAliveIdle { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>Probes without an answer before the connection is given up; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive_cnt", Min = -1, Max = 127)]
    public int KeepAliveCount { get; init; } = 4;

    /// <summary>The longest message that is taken from the other node.</summary>
    [Option(Min = 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize MaxMessageSize { get; init; } = new(256 * 1024 * 1024);
}
