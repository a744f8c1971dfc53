using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Server.Configuration;

/// <summary>
/// The options that CC 0.8.7 knows, of whichever section. It ignores those that a section has no use for, so files that work there have them anywhere:
/// they have no effect where they mean nothing, and stop no node.
/// </summary>
internal sealed class LegacyOptions
{
    private static readonly HashSet<string> Names =
    [
        "cc-socket", "cc-role", "cc-stats", "stats-period", "infofile", "infofile-level", "pidfile", "pidfiledir", "heartbeat",
        "logfile", "log_size", "log_count", "use_skylog", "loop_delay", "exception_sleep",
        "logfmt_console", "logfmt_file", "logfmt_console_verbose", "logfmt_file_verbose",
        "logdatefmt_console", "logdatefmt_file", "logdatefmt_console_verbose", "logdatefmt_file_verbose",
        "zmq_nthreads", "zmq_linger", "zmq_hwm", "zmq_rcvbuf", "zmq_sndbuf",
        "zmq_tcp_keepalive", "zmq_tcp_keepalive_intvl", "zmq_tcp_keepalive_idle", "zmq_tcp_keepalive_cnt",
        "cms-keystore", "cms-sign", "cms-verify-ca", "cms-encrypt", "cms-decrypt", "cms-time-window",
        "handler", "plugin", "ping-remotes", "remote-cc", "ping", "forward-to", "delay", "include", "exclude",
        "dstdir", "dstmask", "host-subdirs", "bakext", "write-compressed", "compression", "compression-level", "worker-threads", "maint-period", "buffer-bytes",
        "db", "allowed-functions", "route-lifetime", "reply-timeout",
        "daemons", "module", "script", "class", "watchdog-reset", "watchdog-formula-a", "watchdog-formula-b", "watchdog-formula-cap",
        "infodir", "infomask", "msg-suffix", "use-blob", "info-script", "info-period", "info-name",
        "operation-mode", "file-mode", "logdir", "logmask", "logname", "lag-max-bytes", "buffer-lines",
        "listen-host", "listen-port", "log-format", "plugins", "log-parsing-errors",
        "error_reset_interval", "stat_queue_name", "stat_interval", "max_stat_items", "parse_statements",
        "local-id", "reg-period", "task-grace-period", "task-heartbeat", "sudo",
    ];

    private readonly List<string> found = [];

    /// <summary>What to say of those that were found; null if none was.</summary>
    public string? Warning => found is [] ? null : $"these options of CC 0.8.7 have no effect where they stand: {string.Join("; ", found)}";

    /// <summary>Adds an error for each entry of a section that neither the records nor CC 0.8.7 know.</summary>
    public void RefuseUnknown(IniSection section, IEnumerable<Type> known, ICollection<OptionError> errors)
    {
        var unknown = new List<OptionError>();
        OptionsBinder.RefuseUnknown(section, known, unknown);
        var byAge = unknown.ToLookup(error => Names.Contains(error.Option));
        foreach (var error in byAge[false])
        {
            errors.Add(error);
        }

        if (byAge[true].Any())
        {
            found.Add($"[{section.Name}] {string.Join(", ", byAge[true].Select(error => error.Option))}");
        }
    }
}
