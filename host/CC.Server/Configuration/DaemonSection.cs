using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>What every daemon's section may have, whatever the daemon.</summary>
internal sealed record DaemonSection
{
    /// <summary>The daemon's name.</summary>
    public string Module { get; init; } = "";

    /// <summary>A program to run instead.</summary>
    public string Script { get; init; } = "";

    /// <summary>Without meaning, as in CC 0.8.7.</summary>
    public string Class { get; init; } = "";

    /// <summary>A file that a daemon derives the names of its own files from.</summary>
    [Option("pidfile")]
    public string PidFile { get; init; } = "";

    /// <summary>The daemon's log file in CC 0.8.7; here it logs to the node, which routes its lines as messages.</summary>
    [Option("logfile")]
    public string LogFile { get; init; } = "";

    /// <inheritdoc cref="LogFile"/>
    [Option("log_size")]
    public string LogSize { get; init; } = "";

    /// <inheritdoc cref="LogFile"/>
    [Option("log_count")]
    public string LogCount { get; init; } = "";

    [Option("zmq_linger")]
    public string Linger { get; init; } = "";

    [Option("zmq_hwm")]
    public string HighWaterMark { get; init; } = "";

    [Option("zmq_rcvbuf")]
    public string ReceiveBuffer { get; init; } = "";

    [Option("zmq_sndbuf")]
    public string SendBuffer { get; init; } = "";

    [Option("zmq_tcp_keepalive")]
    public string KeepAlive { get; init; } = "";

    [Option("zmq_tcp_keepalive_intvl")]
    public string KeepAliveInterval { get; init; } = "";

    [Option("zmq_tcp_keepalive_idle")]
    public string KeepAliveIdle { get; init; } = "";

    [Option("zmq_tcp_keepalive_cnt")]
    public string KeepAliveCount { get; init; } = "";
}
