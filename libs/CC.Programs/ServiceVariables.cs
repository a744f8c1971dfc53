namespace CC.Programs;

/// <summary>Variables by which a service manager and a service know each other (sd_notify(3), sd_listen_fds(3)).</summary>
public static class ServiceVariables
{
    /// <summary>Their names. A program must not find them in its environment: it would speak in the name of the service that has started it.</summary>
    public static IReadOnlyList<string> Names { get; } = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"];
}
