using CC.Sdk;
using CC.Sdk.Options;
using CC.Server.CommandLine;
using CC.Server.Configuration;

namespace CC.Server.Lifetime;

/// <summary>What the command line does to a node that runs already, or has to run elsewhere; found by its pid file.</summary>
internal static class Control
{
    /// <summary>Sends the signal that -r, -s or -k stands for. No process to send it to is worth a warning, no more.</summary>
    public static ExitCode Send(ServerArguments arguments)
    {
        var pidFile = PidFileOf(arguments);
        var signal = arguments.Action switch
        {
            ServerAction.Reload => Signals.Hangup,
            ServerAction.Stop => Signals.Interrupt,
            _ => Signals.Terminate,
        };
        if (PidFile.RunningProcess(pidFile) is not { } process || !Signals.Send(process, signal))
        {
            Console.Error.WriteLine($"ccserver: no running process in {pidFile}");
        }

        return ExitCode.Ok;
    }

    public static Task<ExitCode> StartInBackgroundAsync(ServerArguments arguments, IEnumerable<string> commandLine)
    {
        _ = PidFileOf(arguments);
        return Background.StartAsync(commandLine);
    }

    private static string PidFileOf(ServerArguments arguments)
    {
        var file = arguments.ConfigurationFile ?? throw Missing("ccserver", "name the configuration of the node to control");
        var errors = new List<OptionError>();
        var options = ConfigurationLoader.LoadMain(ConfigurationSource.File(file, arguments.Overrides), Environment.MachineName, errors);
        return errors is not [] ? throw new OptionsException(errors)
            : options.PidFile.Length > 0 ? options.PidFile
            : throw Missing(file, "pidfile is required for -d, -r, -s and -k");
    }

    private static OptionsException Missing(string file, string rule) =>
        new([new OptionError(file, ConfigurationLoader.MainSection, "", null, rule)]);
}
