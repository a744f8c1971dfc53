using CC.Sdk.Options;
using CC.Server.Administration;
using CC.Server.CommandLine;
using CC.Server.Components;
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
    private NodeConfiguration? loaded;

    /// <summary>Runs a node until a signal stops it. <paramref name="started"/> is called when it serves.</summary>
    /// <exception cref="ConfigurationException">The configuration can't be used.</exception>
    /// <exception cref="CC.Zmtp.ZmtpException">An endpoint can't be bound.</exception>
    /// <exception cref="ComponentException">A handler can't be made.</exception>
    public async Task<ExitCode> RunAsync(Action<Node>? started = null)
    {
        Signals.HeedInterrupts();
        using var requests = new SignalRequests(TimeProvider.System, EndAtOnce);
        await using var plugins = new PluginRegistry(TimeProvider.System);
        var text = source.Now();
        var options = await LoadAsync(text, plugins, requests);
        return requests.Stopping.IsCancellationRequested ? ExitCode.Ok : await RunAsync(options!, text, plugins, requests, started);
    }

    /// <summary>Leaves what it has loaded to <see cref="TakeLoaded"/>; null if the process is to stop before that is there.</summary>
    private async Task<NodeOptions?> LoadAsync(ConfigurationSource text, PluginRegistry plugins, SignalRequests requests)
    {
        var loading = Task.Run(() => ConfigurationLoader.Load(text, hostName, plugins.Open));
        await Task.WhenAny(loading, requests.WhenStoppingAsync());
        if (requests.Stopping.IsCancellationRequested)
        {
            return null;
        }

        loaded = await loading;
        return loaded.Options;
    }

    /// <summary>Once: whoever kept the first configuration for as long as the process runs would keep the first builds of all plugins.</summary>
    private NodeConfiguration TakeLoaded() => Interlocked.Exchange(ref loaded, null)!;

    private async Task<ExitCode> RunAsync(NodeOptions options, ConfigurationSource text, PluginRegistry plugins, SignalRequests requests, Action<Node>? started)
    {
        if (!TryTakePidFile(options.PidFile))
        {
            return ExitCode.Unexpected;
        }

        using var mine = pidFile;
        RequireWritable("logfile", options.LogFile, LogFile.Try);
        Background.DetachIfThis();
        using var loggers = Logging.Create(options.Log(arguments.Verbosity, toConsole: !Background.IsThis));
        var logger = loggers.CreateLogger("CCServer");
        AppDomain.CurrentDomain.UnhandledException += (_, crash) => Log.Crashed(logger, crash.ExceptionObject as Exception);
        try
        {
            var node = await Node.BindAsync(TakeLoaded(), hostName, loggers, TimeProvider.System, Invocation());
            var lane = new ChangeLane(node, plugins, source, text, hostName, TimeProvider.System, logger, requests.Stopping);
            node.Answer(new ControlRequests(node.ControlMessages, node.Report(plugins, source.Name), lane, node.Streams(), node.Files()));
            var watch = new PluginWatch(plugins, lane.TakeUpAsync, TimeProvider.System, logger);
            return await RunAsync(node, lane, watch, requests, logger, started);
        }
        catch (Exception failure) when (options.LogFile.Length > 0)
        {
            Log.NotStarted(logger, failure.Message);
            throw;
        }
    }

    private async Task<ExitCode> RunAsync(Node node, ChangeLane lane, PluginWatch watch, SignalRequests requests, ILogger logger, Action<Node>? started)
    {
        var limit = node.Configuration.Options.StopTimeout;
        var inOrder = false;
        try
        {
            await node.ServeAsync(requests.Stopping);
            lane.Begin();
            started?.Invoke(node);
            ServiceManager.Ready();
            if (arguments.Announce)
            {
                Announcement.Write(node.Endpoints);
            }

            Background.LetGoIfThis();
            var watching = Task.Run(() => watch.RunAsync(requests.Stopping));
            await FollowAsync(requests, lane);
            ServiceManager.Stopping();
            await watching.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!await lane.CloseAsync((limit / 2) + Patience))
            {
                Log.ReloadLeftBehind(logger);
            }
        }
        catch (ComponentException) when (requests.Stopping.IsCancellationRequested)
        {
            // It is to stop before it has begun.
        }
        finally
        {
            inOrder = await StopAsync(node, limit + Patience, logger);
        }

        return inOrder ? ExitCode.Ok : ExitCode.Unexpected;
    }

    private NodeInvocation Invocation() => new(Path.GetFullPath(source.Name), arguments.Verbosity - Verbosity.Normal);

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

    private static async Task FollowAsync(SignalRequests requests, ChangeLane lane)
    {
        while (await requests.NextReloadAsync())
        {
            ServiceManager.Reloading();
            var reloading = lane.ReadAgainAsync();
            await Task.WhenAny(reloading, requests.WhenStoppingAsync());
            if (!reloading.IsCompleted)
            {
                return;
            }

            ServiceManager.Ready();
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
        [LoggerMessage(2, LogLevel.Error, "not stopped within {Seconds} s; ending as it is")]
        public static partial void Forced(ILogger logger, double seconds);

        [LoggerMessage(4, LogLevel.Error, "not started: {Why}")]
        public static partial void NotStarted(ILogger logger, string why);

        [LoggerMessage(5, LogLevel.Critical, "the process ends: something has thrown where nobody catches it, in a thread or timer of a plugin")]
        public static partial void Crashed(ILogger logger, Exception? failure);

        [LoggerMessage(6, LogLevel.Error, "the configuration is still being taken on, though the node is to stop; it stops without waiting for that")]
        public static partial void ReloadLeftBehind(ILogger logger);
    }
}
