using CC.Server.CommandLine;
using CC.Server.Configuration;

namespace CC.Server.Lifetime;

/// <summary>What the command line does to a node that runs already, or has to run elsewhere; found by its pid file.</summary>
internal static class RunningNode
{
    /// <summary>Sends the signal that -r, -s or -k stands for. No process to send it to is worth a warning, no more; one that may not be told anything is a failure.</summary>
    public static ExitCode Send(ServerArguments arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.Error.WriteLine("ccserver: -r, -s and -k send signals, which Windows does not have; use the service manager.");
            return ExitCode.Configuration;
        }

        var pidFile = PidFileOf(arguments);
        var signal = arguments.Action switch
        {
            ServerAction.Reload => Signals.Hangup,
            ServerAction.Stop => Signals.Interrupt,
            _ => Signals.Terminate,
        };
        try
        {
            return Send(pidFile, signal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"ccserver: {pidFile} can't be read: {failure.Message}");
            return ExitCode.Unexpected;
        }
    }

    private static ExitCode Send(string pidFile, int signal)
    {
        var process = PidFile.OtherProcess(pidFile);
        if (process is { } stranger && !Signals.MayBeServer(stranger))
        {
            Console.Error.WriteLine($"ccserver: no running process in {pidFile}: it is stale, process {stranger} is no ccserver; remove it");
            return ExitCode.Ok;
        }

        switch (process is { } id ? Signals.Send(id, signal) : SignalOutcome.NoProcess)
        {
            case SignalOutcome.NotPermitted:
                Console.Error.WriteLine($"ccserver: not permitted to send process {process} of {pidFile} a signal; do it as the user that it runs as");
                return ExitCode.Unexpected;
            case SignalOutcome.NoProcess:
                Console.Error.WriteLine($"ccserver: no running process in {pidFile}");
                return ExitCode.Ok;
            default:
                return ExitCode.Ok;
        }
    }

    public static Task<ExitCode> StartInBackgroundAsync(ServerArguments arguments, IReadOnlyList<string> commandLine)
    {
        _ = PidFileOf(arguments);
        return Background.StartAsync(commandLine);
    }

    private static string PidFileOf(ServerArguments arguments) =>
        ConfigurationLoader.LoadPidFile(ConfigurationSource.Named(arguments.ConfigurationFile, arguments.Overrides), Environment.MachineName);
}
