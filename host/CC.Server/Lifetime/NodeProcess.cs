using System.Runtime.InteropServices;
using CC.Sdk;
using CC.Server.CommandLine;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Plugins;
using Microsoft.Extensions.Logging;

namespace CC.Server.Lifetime;

/// <summary>A node as a process: starts it, follows signals, and stops it.</summary>
internal sealed partial class NodeProcess(ServerArguments arguments, ConfigurationSource source)
{
    /// <summary>How much longer than its own limit stopping may take before the process just ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DoubleInterrupt = TimeSpan.FromSeconds(1);

    private readonly string hostName = Environment.MachineName;
    private readonly TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim reload = new(0);
    private long lastInterrupt;

    /// <summary>Runs a node until a signal stops it. <paramref name="started"/> is called when it serves.</summary>
    public async Task<ExitCode> RunAsync(Action<Node>? started = null)
    {
        var configuration = ConfigurationLoader.Load(source, hostName, LoadPlugins);
        if (!TryTakePidFile(configuration.Options, out var pidFile))
        {
            return ExitCode.Unexpected;
        }

        Signals.HeedInterrupts();
        if (Background.IsThis)
        {
            Background.Detach();
        }

        using (pidFile)
        using (var loggers = Logging.Create(configuration.Options, arguments.Verbosity, toConsole: !Background.IsThis))
        using (Handle(PosixSignal.SIGINT, OnInterrupt))
        using (Handle(PosixSignal.SIGTERM, _ => stop.TrySetResult()))
        using (Handle(PosixSignal.SIGHUP, _ => reload.Release()))
        {
            var node = await Node.StartAsync(configuration, hostName, loggers, TimeProvider.System);
            started?.Invoke(node);
            ServiceManager.Ready();
            if (arguments.Announce)
            {
                Announcement.Write(node.Endpoints);
            }

            if (Background.IsThis)
            {
                Background.LetGo();
            }

            await FollowSignalsAsync(node, configuration, loggers.CreateLogger("CCServer"));
            ServiceManager.Stopping();
            return await StopAsync(node, configuration.Options.StopTimeout + Patience, loggers.CreateLogger("CCServer"));
        }
    }

    private static ComponentCatalog LoadPlugins(NodeOptions options, Func<string, Sdk.Options.OptionError> error, ICollection<Sdk.Options.OptionError> errors) =>
        new(PluginDirectories.Find(options.PluginsDir, error, errors).Select(Plugin.Load));

    private bool TryTakePidFile(NodeOptions options, out PidFile? pidFile)
    {
        pidFile = null;
        if (options.PidFile.Length == 0)
        {
            return true;
        }

        pidFile = PidFile.TryCreate(options.PidFile);
        if (pidFile is null)
        {
            Console.Error.WriteLine($"ccserver: {options.PidFile} exists, another process running: {PidFile.RunningProcess(options.PidFile)}");
        }

        return pidFile is not null;
    }

    private async Task FollowSignalsAsync(Node node, NodeConfiguration configuration, ILogger logger)
    {
        while (!stop.Task.IsCompleted)
        {
            var reloading = reload.WaitAsync();
            if (await Task.WhenAny(stop.Task, reloading) == reloading)
            {
                ServiceManager.Reloading();
                await ReloadAsync(node, configuration, logger);
                ServiceManager.Ready();
            }
        }
    }

    /// <summary>A configuration that can't be used leaves the node as it is.</summary>
    private async Task ReloadAsync(Node node, NodeConfiguration first, ILogger logger)
    {
        try
        {
            await node.ReloadAsync(ConfigurationLoader.Load(source, hostName, (_, _, _) => first.Catalog));
        }
        catch (OptionsException invalid)
        {
            foreach (var error in invalid.Errors)
            {
                Log.NotReloaded(logger, error.ToString());
            }
        }
        catch (ComponentException failure)
        {
            Log.NotReloaded(logger, failure.Message);
        }
    }

    private static async Task<ExitCode> StopAsync(Node node, TimeSpan limit, ILogger logger)
    {
        try
        {
            await node.DisposeAsync().AsTask().WaitAsync(limit);
            return ExitCode.Ok;
        }
        catch (TimeoutException)
        {
            Log.Forced(logger, limit);
            return ExitCode.Unexpected;
        }
    }

    private static PosixSignalRegistration Handle(PosixSignal signal, Action<PosixSignalContext> action) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            action(context);
        });

    /// <summary>A second interrupt within a second ends the process at once.</summary>
    private void OnInterrupt(PosixSignalContext context)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (lastInterrupt != 0 && TimeProvider.System.GetElapsedTime(lastInterrupt, now) < DoubleInterrupt)
        {
            Environment.Exit((int)ExitCode.Unexpected);
        }

        lastInterrupt = now;
        stop.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the configuration is not taken on: {Error}")]
        public static partial void NotReloaded(ILogger logger, string error);

        [LoggerMessage(2, LogLevel.Error, "not stopped in order within {Limit}: something does not heed its cancellation")]
        public static partial void Forced(ILogger logger, TimeSpan limit);
    }
}
