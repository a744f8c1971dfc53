using CC.Sdk.Options;
using CC.Zmtp;

namespace CC.Client;

/// <summary>The options of a section that has a ZeroMQ socket of its own, as CC 0.8.7 names them. Derive the section's record from it.</summary>
public abstract record ZeroMqOptions
{
    /// <summary>Messages that may wait for one peer; 0 is no limit, and so is less.</summary>
    [Option("zmq_hwm", Max = 1_000_000_000)]
    public int HighWaterMark { get; init; } = 100;

    /// <summary>How long what was accepted may take to be sent when the socket is closed; -1 is for ever.</summary>
    [Option("zmq_linger", Unit = TimeUnit.Milliseconds, Min = -1)]
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The kernel's receive buffer of each connection; 0 leaves it alone.</summary>
    [Option("zmq_rcvbuf", Max = int.MaxValue)]
    public ByteSize ReceiveBuffer { get; init; }

    /// <summary>The kernel's send buffer of each connection; 0 leaves it alone.</summary>
    [Option("zmq_sndbuf", Max = int.MaxValue)]
    public ByteSize SendBuffer { get; init; }

    /// <summary>1: quiet TCP connections are probed; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive", Min = -1, Max = 1)]
    public int KeepAlive { get; init; } = 1;

    /// <summary>Seconds between probes; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive_intvl", Min = -1, Max = 32767)]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seconds of quiet before the first probe; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive_idle", Min = -1, Max = 32767)]
    public TimeSpan KeepAliveIdle { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>Probes without an answer before a connection is given up; 0, and -1, leave it to the operating system.</summary>
    [Option("zmq_tcp_keepalive_cnt", Min = -1, Max = 127)]
    public int KeepAliveCount { get; init; } = 4;

    /// <summary>The longest message that is received.</summary>
    [Option(Min = 1024, Max = 1024 * 1024 * 1024)]
    public ByteSize MaxMessageSize { get; init; } = new(256 * 1024 * 1024);

    /// <summary>The socket that these options ask for.</summary>
    /// <param name="time">The clock of its timers.</param>
    public ZmtpSocketOptions ToSocketOptions(TimeProvider time) => new()
    {
        SendHighWaterMark = Math.Max(0, HighWaterMark),
        ReceiveHighWaterMark = Math.Max(0, HighWaterMark),
        Linger = Linger < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : Linger,
        MaxMessageSize = (int)MaxMessageSize.Octets,
        Time = time,
        Tcp = new TcpOptions
        {
            KeepAlive = KeepAlive > 0,
            KeepAliveIdle = AtLeastZero(KeepAliveIdle),
            KeepAliveInterval = AtLeastZero(KeepAliveInterval),
            KeepAliveCount = Math.Max(0, KeepAliveCount),
            ReceiveBuffer = (int)ReceiveBuffer.Octets,
            SendBuffer = (int)SendBuffer.Octets,
        },
    };

    private static TimeSpan AtLeastZero(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
