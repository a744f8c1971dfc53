using CC.Client;
using CC.Sdk.Options;
using CC.Server.Diagnostics;
using CC.Zmtp;

namespace CC.Server.Configuration;

/// <summary>The section [ccserver].</summary>
internal sealed record NodeOptions : ZeroMqOptions, IValidatedOptions
{
    /// <summary>Where the node listens, as ZeroMQ URLs; daemons of their own process connect to the first.</summary>
    [Option("cc-socket", Required = true, Endpoint = true)]
    public IReadOnlyList<string> Sockets { get; init; } = [];

    /// <summary>What the node is for; handlers that have no place there are refused. Insecure checks nothing.</summary>
    public ConfiguredRole CcRole { get; init; }

    /// <summary>Where the process id is written; required for -d.</summary>
    [Option("pidfile", Path = true)]
    public string PidFile { get; init; } = "";

    /// <summary>Where log lines go, besides standard error.</summary>
    [Option("logfile", Path = true)]
    public string LogFile { get; init; } = "";

    /// <summary>The log file is put aside when it has grown to this.</summary>
    [Option("log_size", Min = 1024)]
    public ByteSize LogSize { get; init; } = new(10 * 1024 * 1024);

    /// <summary>Log files put aside that are kept.</summary>
    [Option("log_count", Min = 0)]
    public int LogCount { get; init; } = 3;

    /// <summary>0: no statistics; 1: totals; 2: also for each message type.</summary>
    [Option(Min = 0)]
    public int CcStats { get; init; } = 1;

    /// <summary>How often statistics are logged and the status file is written.</summary>
    [Option(Min = 0.1)]
    public TimeSpan StatsPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A status file, rewritten each period.</summary>
    [Option("infofile", Path = true)]
    public string InfoFile { get; init; } = "";

    /// <summary>0: none; 1: process; 2: also totals and the latest period; 3: also running averages.</summary>
    [Option("infofile-level", Min = 0, Max = 3)]
    public int InfoFileLevel { get; init; } = 2;

    /// <summary>Connections that are held at once.</summary>
    [Option(Min = 1)]
    public int MaxConnections { get; init; } = 16384;

    /// <summary>How long stopping may take to finish what was accepted.</summary>
    [Option(Min = 0)]
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Folders with a plugin in each of their folders; those shipped with the server are always there.</summary>
    [Option(Path = true)]
    public IReadOnlyList<string> PluginsDir { get; init; } = [];

    /// <summary>The node's name in logs and statistics.</summary>
    [Option("job_name")]
    public string JobName { get; init; } = "ccserver";

    /// <summary>The names of the options that say something else.</summary>
    public IEnumerable<string> DifferenceTo(NodeOptions other)
    {
        var theirs = OptionsBinder.Texts(other);
        return OptionsBinder.Texts(this).Where(option => theirs[option.Key] != option.Value).Select(option => option.Key);
    }

    /// <summary>The log that these options ask for.</summary>
    public LogModel Log(Verbosity verbosity, bool toConsole) => new(LogFile, LogSize.Octets, LogCount, verbosity, toConsole);

    /// <summary>The statistics that these options ask for.</summary>
    public ReportModel Report() => new(JobName, CcStats > 0, StatsPeriod, InfoFile, InfoFileLevel);

    /// <summary>The socket that these options ask for.</summary>
    public ZmtpSocketOptions Socket(TimeProvider time) => ToSocketOptions(time) with { MaxConnections = MaxConnections };

    /// <inheritdoc/>
    public IEnumerable<(string Option, string Rule)> Validate()
    {
        if (PidFile.Length > 0 && PidFile == LogFile)
        {
            yield return ("pidfile", "is the logfile as well; give each a name of its own");
        }
    }
}
