using CC.Server.CommandLine;
using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Isolation;
using CC.Server.Lifetime;
using CC.Server.Quickstart;
using CC.Zmtp;

NativeArenas.Limit();

// Plugins may block a thread for a while, on a disk for instance; others must not wait until the pool has noticed.
ThreadPool.SetMinThreads(workerThreads: 16, completionPortThreads: 1);
var exitCode = await ServerCommand.RunAsync(args, RunAsync);
LastResort.EndAfter(TimeSpan.FromSeconds(2), exitCode);
Environment.Exit(exitCode); // Whatever threads a plugin has left behind.

async Task<ExitCode> RunAsync(ServerArguments arguments)
{
    try
    {
        return arguments switch
        {
            { Action: ServerAction.PrintSample } => PrintSample(),
            { Action: ServerAction.RunComponent } => await ComponentProcess.RunAsync(),
            { Action: ServerAction.Check } => await ConfigurationCheck.RunAsync(arguments),
            { Action: not ServerAction.Run } => RunningNode.Send(arguments),
            { ConfigurationFile: null } => await QuickstartExample.RunAsync(arguments),
            { InBackground: true } when !Background.IsThis => await RunningNode.StartInBackgroundAsync(arguments, args),
            _ => await new NodeProcess(arguments, ConfigurationSource.File(arguments.ConfigurationFile, arguments.Overrides)).RunAsync(),
        };
    }
    catch (ConfigurationException invalid)
    {
        return Fail(invalid.LacksPlugin ? ExitCode.Plugin : ExitCode.Configuration, invalid.Errors.Select(error => error.ToString()));
    }
    catch (ZmtpException failure)
    {
        return Fail(ExitCode.CannotBind, [$"{failure.Message.TrimEnd('.')}; choose another cc-socket, or stop what listens there"]);
    }
    catch (ComponentException failure)
    {
        return Fail(ExitCode.Plugin, [failure.Message]);
    }
    catch (Exception failure)
    {
        return Fail(ExitCode.Unexpected, [$"failed where it should not have; please report it: {failure}"]);
    }
}

static ExitCode PrintSample()
{
    Console.Out.Write(ConfigurationSource.Embedded("sample.ini"));
    return ExitCode.Ok;
}

static ExitCode Fail(ExitCode code, IEnumerable<string> lines)
{
    foreach (var line in lines)
    {
        Console.Error.WriteLine($"ccserver: {line}");
    }

    return code;
}
