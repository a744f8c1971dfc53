using CC.Server.CommandLine;
using CC.Server.Configuration;

namespace CC.Server.Lifetime;

/// <summary>What the command line does to a node that runs already, or has to run elsewhere; found by its pid file.</summary>
internal static class Control
{
    /// <summary>Sends the signal that -r, -s or -k stands for. No process to send it to is worth a warning, no more.</summary>
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
        if (Receiver(pidFile) is not { } process || !Signals.Send(process, signal))
        {
            Console.Error.WriteLine($"ccserver: no running process in {pidFile}");
        }

        return ExitCode.Ok;
    }

    public static Task<ExitCode> StartInBackgroundAsync(ServerArguments arguments, IReadOnlyList<string> commandLine)
    {
        _ = PidFileOf(arguments);
        return Background.StartAsync(commandLine);
    }

    private static string PidFileOf(ServerArguments arguments) =>
        ConfigurationLoader.LoadPidFile(ConfigurationSource.Named(arguments.ConfigurationFile, arguments.Overrides), Environment.MachineName);

    private static int? Receiver(string pidFile)
    {
        try
        {
            return PidFile.OtherProcess(pidFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"ccserver: {pidFile} can't be read: {failure.Message}");
            return null;
        }
    }
}
