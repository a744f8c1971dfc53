using CC.Sdk;
using CC.Server.CommandLine;
using CC.Server.Configuration;
using CC.Server.Lifetime;
using CC.Server.Plugins;
using CC.Server.Quickstart;
using CC.Zmtp;

// Plugins may block a thread for a while, on a disk for instance; others must not wait until the pool has noticed.
ThreadPool.SetMinThreads(workerThreads: 16, completionPortThreads: 1);
return await ServerCommand.RunAsync(args, RunAsync);

async Task<ExitCode> RunAsync(ServerArguments arguments)
{
    try
    {
        return arguments switch
        {
            { Action: ServerAction.PrintSample } => PrintSample(),
            { Action: not ServerAction.Run } => Control.Send(arguments),
            { ConfigurationFile: null } => await QuickstartExample.RunAsync(arguments),
            { InBackground: true } when !Background.IsThis => await Control.StartInBackgroundAsync(arguments, args),
            _ => await new NodeProcess(arguments, ConfigurationSource.File(arguments.ConfigurationFile, arguments.Overrides)).RunAsync(),
        };
    }
    catch (OptionsException invalid)
    {
        return Fail(ExitCode.Configuration, invalid.Errors.Select(error => error.ToString()));
    }
    catch (ZmtpException failure) when (failure.Error is ZmtpError.CannotBind or ZmtpError.InvalidEndpoint)
    {
        return Fail(ExitCode.CannotBind, [$"{failure.Message} Choose another cc-socket, or stop what listens there."]);
    }
    catch (Exception failure) when (failure is PluginException or ComponentException)
    {
        return Fail(ExitCode.Plugin, [failure.Message]);
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
