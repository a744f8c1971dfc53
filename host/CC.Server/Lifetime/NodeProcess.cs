using CC.Sdk.Options;
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

    private readonly string hostName = Environment.MachineName;
    private PidFile? pidFile;

    /// <summary>Runs a node until a signal stops it. <paramref name="started"/> is called when it serves.</summary>
    /// <exception cref="ConfigurationException">The configuration can't be used.</exception>
    /// <exception cref="CC.Zmtp.ZmtpException">An endpoint can't be bound.</exception>
    /// <exception cref="ComponentException">A handler can't be made.</exception>
    public async Task<ExitCode> RunAsync(Action<Node>? started = null)
    {
        Signals.HeedInterrupts();
        using var requests = new SignalRequests(TimeProvider.System, EndAtOnce);
        var loading = Task.Run(() => ConfigurationLoader.Load(source, hostName, PluginFolders.Load));
        await Task.WhenAny(loading, requests.WhenStoppingAsync());
        return requests.Stopping.IsCancellationRequested ? ExitCode.Ok : await RunAsync(await loading, requests, started);
    }

    private async Task<ExitCode> RunAsync(NodeConfiguration configuration, SignalRequests requests, Action<Node>? started)
    {
        if (!TryTakePidFile(configuration.Options.PidFile))
        {
            return ExitCode.Unexpected;
        }

        using var mine = pidFile;
        RequireWritable("logfile", configuration.Options.LogFile, LogFile.Try);
        Background.DetachIfThis();
        using var loggers = Logging.Create(configuration.Options.Log(arguments.Verbosity, toConsole: !Background.IsThis));
        var logger = loggers.CreateLogger("CCServer");
        AppDomain.CurrentDomain.UnhandledException += (_, crash) => Log.Crashed(logger, crash.ExceptionObject as Exception);
        try
        {
            return await RunAsync(configuration, requests, loggers, logger, started);
        }
        catch (Exception failure) when (configuration.Options.LogFile.Length > 0)
        {
            Log.NotStarted(logger, failure.Message);
            throw;
        }
    }

    private async Task<ExitCode> RunAsync(NodeConfiguration configuration, SignalRequests requests, ILoggerFactory loggers, ILogger logger, Action<Node>? started)
    {
        var node = await Node.BindAsync(configuration, hostName, loggers, TimeProvider.System);
        var inOrder = false;
        try
        {
            await node.ServeAsync(requests.Stopping);
            started?.Invoke(node);
            ServiceManager.Ready();
            if (arguments.Announce)
            {
                Announcement.Write(node.Endpoints);
            }

            Background.LetGoIfThis();
            await FollowAsync(requests, node, configuration, logger);
            ServiceManager.Stopping();
        }
        catch (ComponentException) when (requests.Stopping.IsCancellationRequested)
        {
            // It is to stop before it has begun.
        }
        finally
        {
            inOrder = await StopAsync(node, configuration.Options.StopTimeout + Patience, logger);
        }

        return inOrder ? ExitCode.Ok : ExitCode.Unexpected;
    }

    private bool TryTakePidFile(string path)
    {
        int? other = null;
        RequireWritable("pidfile", path, file => pidFile = PidFile.TryCreate(file, out other));
        if (other is not null)
        {
            Console.Error.WriteLine($"ccserver: another process running: {other}, as {path} says; stop it first (ccserver -s), or give this one a pidfile of its own");
        }

        return other is null;
    }

    /// <summary>A file of the node that can't be used is an error of the configuration that names it.</summary>
    private void RequireWritable(string option, string path, Action<string> use)
    {
        if (path.Length == 0)
        {
            return;
        }

        try
        {
            use(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var rule = $"can't be written: {failure.Message.TrimEnd('.')}; name a file in a folder that this user may write to";
            throw new ConfigurationException([new OptionError(source.Name, ConfigurationLoader.MainSection, option, path, rule)]);
        }
    }

    private async Task FollowAsync(SignalRequests requests, Node node, NodeConfiguration running, ILogger logger)
    {
        while (await requests.NextReloadAsync())
        {
            ServiceManager.Reloading();
            var reloading = Task.Run(() => ReloadAsync(node, running, logger, requests.Stopping));
            await Task.WhenAny(reloading, requests.WhenStoppingAsync());
            await reloading.WaitAsync((running.Options.StopTimeout / 2) + Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!reloading.IsCompleted)
            {
                Log.ReloadLeftBehind(logger);
                return;
            }

            ServiceManager.Ready();
        }
    }

    /// <summary>A configuration that can't be used leaves the node as it is.</summary>
    private async Task ReloadAsync(Node node, NodeConfiguration running, ILogger logger, CancellationToken stopping)
    {
        try
        {
            await node.ReloadAsync(ConfigurationLoader.LoadAgain(source, hostName, running), stopping);
        }
        catch (ConfigurationException invalid)
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
        catch (Exception failure)
        {
            // Options records are code of plugins.
            Log.ReloadCrashed(logger, failure);
        }
    }

    private static async Task<bool> StopAsync(Node node, TimeSpan limit, ILogger logger)
    {
        try
        {
            return await node.StopAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            Log.Forced(logger, limit.TotalSeconds);
            return false;
        }
    }

    private void EndAtOnce()
    {
        pidFile?.Dispose();
        Environment.Exit((int)ExitCode.Unexpected);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the configuration is not taken on: {Error}")]
        public static partial void NotReloaded(ILogger logger, string error);

        [LoggerMessage(2, LogLevel.Error, "not stopped within {Seconds} s; ending as it is")]
        public static partial void Forced(ILogger logger, double seconds);

        [LoggerMessage(3, LogLevel.Error, "crash while the configuration was read again")]
        public static partial void ReloadCrashed(ILogger logger, Exception failure);

        [LoggerMessage(4, LogLevel.Error, "not started: {Why}")]
        public static partial void NotStarted(ILogger logger, string why);

        [LoggerMessage(5, LogLevel.Critical, "the process ends: something has thrown where nobody catches it, in a thread or timer of a plugin")]
        public static partial void Crashed(ILogger logger, Exception? failure);

        [LoggerMessage(6, LogLevel.Error, "the configuration is still being taken on, though the node is to stop; it stops without waiting for that")]
        public static partial void ReloadLeftBehind(ILogger logger);
    }
}
