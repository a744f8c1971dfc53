using CC.Sdk.Options;
using CC.Server.Components;

namespace CC.Server.Configuration;

/// <summary>What every daemon's section may have, whatever the daemon.</summary>
internal sealed record DaemonSection
{
    /// <summary>The daemon's name.</summary>
    public string Module { get; init; } = "";

    /// <summary>A program to run instead, which puts itself into the background.</summary>
    public string Script { get; init; } = "";

    /// <summary>A program to run instead, with its arguments, which does not.</summary>
    public string Command { get; init; } = "";

    /// <summary>Without meaning, as in CC 0.8.7.</summary>
    public string Class { get; init; } = "";

    /// <summary>Where the daemon runs.</summary>
    public IsolationKind Isolation { get; init; }

    /// <summary>How much managed memory a daemon in a process of its own may have; 0 is no limit.</summary>
    public ByteSize MaxMemory { get; init; }

    /// <summary>How many files and connections it may have open at once; 0 is as many as the node's process.</summary>
    [Option(Min = 0)]
    public int MaxFiles { get; init; }

    /// <summary>How far it steps back when others want the processor; less than 0 is a privilege.</summary>
    [Option(Min = -20, Max = 19)]
    public int Nice { get; init; }

    /// <summary>Runs that may fail one after the other before the daemon is not started any more; 0 for any number.</summary>
    [Option(Min = 0)]
    public int QuarantineAfter { get; init; }

    /// <summary>A daemon that has run this long was healthy: what failed before no longer counts.</summary>
    [Option(Min = 0)]
    public TimeSpan QuarantineReset { get; init; } = TimeSpan.FromSeconds(3600);

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

    /// <summary>How often it may fail.</summary>
    public DaemonLimits Limits() => new(QuarantineAfter, QuarantineReset);
}
