using CC.Sdk;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Messaging;
using CC.Server.Plugins;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server;

/// <summary>A running node: one socket, the routes, the handlers behind them, and the daemons that they run.</summary>
internal sealed partial class Node
{
    /// <summary>How long after the deadline the socket may take to close.</summary>
    private static readonly TimeSpan SocketGrace = TimeSpan.FromSeconds(1);

    /// <summary>How long the constructors of handlers may take, all together.</summary>
    private static readonly TimeSpan MakingLimit = TimeSpan.FromSeconds(30);

    private readonly ILoggerFactory loggers;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly string hostName;
    private readonly Counters counters = new();
    private readonly Dispatcher dispatcher;
    private readonly ReceiveGate gate;
    private readonly NodeSocket socket;
    private readonly NodeMessages messages;
    private readonly DaemonLog daemonLog;
    private readonly HostedDaemons daemons;
    private readonly HandlerSet handlers;
    private readonly StatisticsReporter reporter;
    private volatile NodeConfiguration configuration;

    private Node(NodeConfiguration configuration, string hostName, ILoggerFactory loggers, TimeProvider time)
    {
        this.configuration = configuration;
        this.loggers = loggers;
        this.time = time;
        this.hostName = hostName;
        logger = loggers.CreateLogger("CCServer");
        var traffic = new Traffic(counters, configuration.Options.CcStats >= 2);
        var links = new LinkTable();
        dispatcher = new Dispatcher(traffic, time, logger);
        gate = new ReceiveGate(dispatcher.ReceiveAsync, frames => traffic.Dropped(DropReasons.Stopped, frames.ContentLength));
        socket = new NodeSocket(configuration.Options.Socket(time), links, traffic, gate.ReceiveAsync, logger);
        messages = new NodeMessages(hostName, time, links, dispatcher.DispatchAsync, frames => socket.Return(frames));
        daemonLog = new DaemonLog(dispatcher, messages, loggers, traffic, time);
        var disposal = new Disposal(time, logger);
        daemons = new HostedDaemons(section => this.configuration.Daemons.GetValueOrDefault(section), ServicesOf, disposal, logger);
        handlers = new HandlerSet(ServicesOf, section => new HandlerSlot(section, traffic, time, loggers.CreateLogger(section)), disposal, logger);
        reporter = new StatisticsReporter(configuration.Options.Report(), counters, time, logger);
    }

    /// <summary>The endpoints that the node listens on.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Makes a node that is connected to already, but takes nothing yet: of two nodes of one configuration the second gets no further.</summary>
    /// <exception cref="CC.Zmtp.ZmtpException">An endpoint can't be bound.</exception>
    public static async Task<Node> BindAsync(NodeConfiguration configuration, string hostName, ILoggerFactory loggers, TimeProvider time)
    {
        var node = new Node(configuration, hostName, loggers, time);
        try
        {
            Log.Starting(node.logger, ProductVersion.Text);
            node.Endpoints = await node.socket.BindAsync(configuration.Options.Sockets);
            return node;
        }
        catch
        {
            await node.StopAsync();
            throw;
        }
    }

    /// <summary>Makes the handlers, and takes messages.</summary>
    /// <param name="stopping">Cancelled when the node is to stop: then nobody waits for constructors any longer.</param>
    /// <exception cref="ComponentException">A handler can't be made.</exception>
    public async Task ServeAsync(CancellationToken stopping)
    {
        using var making = Making(stopping);
        var change = await handlers.PrepareAsync(configuration.Handlers, making.Token);
        dispatcher.Routes = handlers.Put(change, configuration.Routes);
        Warn(configuration.Warnings);
        gate.Open();
        daemons.Release();
        Log.Started(logger, configuration.Options.JobName, string.Join(", ", Endpoints));
    }

    /// <summary>Takes on a configuration that was read again; what did not change goes on undisturbed.</summary>
    /// <param name="next">The configuration.</param>
    /// <param name="stopping">Cancelled when the node is to stop: then what is replaced has half the usual time to finish.</param>
    /// <exception cref="ComponentException">A handler can't be made; nothing has changed.</exception>
    public async Task ReloadAsync(NodeConfiguration next, CancellationToken stopping)
    {
        var before = configuration;
        var changed = next.DifferenceTo(before);
        if (changed.Count == 0)
        {
            Log.NothingChanged(logger);
            return;
        }

        var limit = before.Options.StopTimeout;
        using var deadline = new CancellationTokenSource(limit, time);
        await using var hurry = stopping.Register(() => deadline.CancelAfter(limit / 2));
        var change = await ChangeOverAsync(next, stopping);
        Warn(next.Warnings.Except(before.Warnings));
        if (next.Options.DifferenceTo(before.Options).ToArray() is { Length: > 0 } waiting)
        {
            Log.NeedsRestart(logger, string.Join(", ", waiting));
        }

        await handlers.SettleAsync(change, changed, deadline.Token);
        Log.Reloaded(logger, string.Join(", ", changed.Order(StringComparer.Ordinal)));
    }

    /// <summary>Stops in order: daemons, then what comes in, then what waits, then the handlers, then the socket. False if something did not end in time.</summary>
    public async Task<bool> StopAsync()
    {
        var limit = configuration.Options.StopTimeout;
        using var halfTime = new CancellationTokenSource(limit / 2, time);
        using var deadline = new CancellationTokenSource(limit, time);
        var inOrder = await daemons.StopAsync(halfTime.Token);
        await daemonLog.StopAsync(halfTime.Token);
        gate.Close();
        await socket.UnbindAsync(Endpoints);
        await handlers.DrainAsync(deadline.Token);
        inOrder &= await handlers.EndAsync(deadline.Token);
        gate.Drop();
        inOrder &= await CloseSocketAsync(deadline.Token);
        await reporter.DisposeAsync();
        daemons.Dispose();
        Log.Stopped(logger);
        return inOrder;
    }

    /// <summary>From here on messages go by the new routes to the new handlers; before, anything that fails leaves all as it was.</summary>
    private async Task<HandlerChange> ChangeOverAsync(NodeConfiguration next, CancellationToken stopping)
    {
        using var making = Making(stopping);
        daemons.Hold();
        try
        {
            var change = await handlers.PrepareAsync(next.Handlers, making.Token);
            configuration = next with { Options = configuration.Options };
            dispatcher.Routes = handlers.Put(change, next.Routes);
            return change;
        }
        finally
        {
            daemons.Release();
        }
    }

    private CancellationTokenSource Making(CancellationToken stopping)
    {
        var making = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        making.CancelAfter(MakingLimit);
        return making;
    }

    private async Task<bool> CloseSocketAsync(CancellationToken deadline)
    {
        var closing = socket.DisposeAsync().AsTask();
        await closing.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await closing.WaitAsync(SocketGrace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!closing.IsCompleted)
        {
            Log.SocketLeftBehind(logger);
        }

        return closing.IsCompleted;
    }

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            Log.Warning(logger, warning);
        }
    }

    private ComponentServices ServicesOf(HandlerModel model) =>
        ServicesOf(new ComponentContext(model.Name, model.JobName, hostName), loggers.CreateLogger(model.Name));

    private ComponentServices ServicesOf(DaemonModel model)
    {
        var context = new ComponentContext(model.Section.Name, model.JobName, hostName);
        return ServicesOf(context, daemonLog.LoggerFor(context));
    }

    private ComponentServices ServicesOf(ComponentContext context, ILogger componentLogger) =>
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

        [LoggerMessage(5, LogLevel.Warning, "what changed in [ccserver] takes effect with the next start: {Options}")]
        public static partial void NeedsRestart(ILogger logger, string options);

        [LoggerMessage(6, LogLevel.Information, "configuration read again; changed: {Sections}")]
        public static partial void Reloaded(ILogger logger, string sections);

        [LoggerMessage(7, LogLevel.Information, "stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(8, LogLevel.Error, "the connections are still closing, though their time is over, and are left behind")]
        public static partial void SocketLeftBehind(ILogger logger);
    }
}
