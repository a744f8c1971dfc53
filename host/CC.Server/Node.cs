using CC.Sdk;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Messaging;
using CC.Server.Plugins;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server;

/// <summary>A running node: one socket, the routes, the handlers behind them, and the daemons that they run.</summary>
internal sealed partial class Node : IAsyncDisposable
{
    private readonly ILoggerFactory loggers;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly string hostName;
    private readonly Counters counters = new();
    private readonly Dispatcher dispatcher;
    private readonly ReceiveGate gate;
    private readonly LinkTable links = new();
    private readonly NodeSocket socket;
    private readonly NodeMessages messages;
    private readonly DaemonLog daemonLog;
    private readonly HostedDaemons daemons;
    private readonly HandlerSet handlers;
    private readonly CancellationTokenSource handling = new();
    private readonly StatisticsReporter reporter;
    private NodeConfiguration configuration;

    private Node(NodeConfiguration configuration, string hostName, ILoggerFactory loggers, TimeProvider time)
    {
        this.configuration = configuration;
        this.loggers = loggers;
        this.time = time;
        this.hostName = hostName;
        logger = loggers.CreateLogger("CCServer");
        var traffic = new Traffic(counters, configuration.Options.CcStats >= 2);
        dispatcher = new Dispatcher(traffic, logger);
        gate = new ReceiveGate(dispatcher.ReceiveAsync);
        socket = new NodeSocket(configuration.Options, links, traffic, gate.ReceiveAsync, logger);
        messages = new NodeMessages(hostName, time, links, dispatcher.DispatchAsync, frames => socket.Return(frames));
        daemonLog = new DaemonLog(dispatcher, messages, loggers, traffic, time);
        daemons = new HostedDaemons(() => this.configuration, context => ServicesFor(context, daemonLog.LoggerFor(context)));
        handlers = new HandlerSet(traffic, loggers, HandlerServices, handling.Token);
        reporter = new StatisticsReporter(configuration.Options, counters, time, logger);
    }

    /// <summary>The endpoints that the node listens on.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Binds first, so that a second node of the same configuration fails before it touches what the first one works on.</summary>
    /// <exception cref="CC.Zmtp.ZmtpException">An endpoint can't be bound.</exception>
    /// <exception cref="ComponentException">A handler can't be made.</exception>
    public static async Task<Node> StartAsync(NodeConfiguration configuration, string hostName, ILoggerFactory loggers, TimeProvider time)
    {
        var node = new Node(configuration, hostName, loggers, time);
        try
        {
            Log.Starting(node.logger, ProductVersion.Text);
            node.Endpoints = await node.socket.BindAsync(configuration.Options.Sockets);
            node.dispatcher.Routes = await node.handlers.ApplyAsync(configuration, changed: null);
            foreach (var warning in configuration.Warnings)
            {
                Log.Warning(node.logger, warning);
            }

            node.gate.Open();
            node.daemons.Start();
            Log.Started(node.logger, configuration.Options.JobName, string.Join(", ", node.Endpoints));
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes on a configuration that was read again; what did not change goes on undisturbed.</summary>
    /// <exception cref="ComponentException">A handler can't be made; nothing has changed.</exception>
    public async Task ReloadAsync(NodeConfiguration next)
    {
        var changed = next.DifferenceTo(configuration);
        if (changed.Count == 0)
        {
            Log.NothingChanged(logger);
            return;
        }

        if (changed.Contains(ConfigurationLoader.MainSection))
        {
            Log.NeedsRestart(logger);
        }

        var before = configuration;
        configuration = next with { Options = before.Options };
        try
        {
            dispatcher.Routes = await handlers.ApplyAsync(configuration, changed);
        }
        catch
        {
            configuration = before;
            throw;
        }

        await handlers.RetireAsync();
        Log.Reloaded(logger, string.Join(", ", changed.Order(StringComparer.Ordinal)));
    }

    /// <summary>Stops in order: daemons, then what comes in, then what waits, then the handlers, then the socket; what takes longer than allowed is cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(configuration.Options.StopTimeout);
        await daemons.StopAsync(deadline.Token);
        await daemonLog.DisposeAsync();
        gate.Close();
        await socket.UnbindAsync(Endpoints);
        await using (deadline.Token.Register(handling.Cancel))
        {
            await handlers.DisposeAsync();
        }

        gate.Drop();
        await socket.DisposeAsync();
        await reporter.DisposeAsync();
        daemons.Dispose();
        handling.Dispose();
        Log.Stopped(logger);
    }

    private ComponentServices HandlerServices(HandlerModel model) =>
        ServicesFor(
            new ComponentContext(model.Section.Name, model.Section.Find("job_name")!.Value, hostName),
            loggers.CreateLogger(model.Section.Name));

    private ComponentServices ServicesFor(ComponentContext context, ILogger componentLogger) =>
        new(context, messages, counters, daemons, componentLogger, time);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "C&C server version {Version} starting up..")]
        public static partial void Starting(ILogger logger, string version);

        [LoggerMessage(2, LogLevel.Information, "{JobName} listens on {Endpoints}")]
        public static partial void Started(ILogger logger, string jobName, string endpoints);

        [LoggerMessage(3, LogLevel.Warning, "{Text}")]
        public static partial void Warning(ILogger logger, string text);

        [LoggerMessage(4, LogLevel.Information, "configuration read again: nothing changed")]
        public static partial void NothingChanged(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "what changed in [ccserver] takes effect with the next start")]
        public static partial void NeedsRestart(ILogger logger);

        [LoggerMessage(6, LogLevel.Information, "configuration read again; changed: {Sections}")]
        public static partial void Reloaded(ILogger logger, string sections);

        [LoggerMessage(7, LogLevel.Information, "stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
