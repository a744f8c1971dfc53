using CC.Client.Security;
using CC.Sdk;
using CC.Server.Administration;
using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Events;
using CC.Server.Isolation;
using CC.Server.Messaging;
using CC.Server.Plugins;
using CC.Server.Routing;
using CC.Server.Security;
using Microsoft.Extensions.Logging;

namespace CC.Server;

/// <summary>A running node: one socket, the routes, the handlers behind them, and the daemons that they run.</summary>
internal sealed partial class Node
{
    /// <summary>How long after the deadline the socket may take to close.</summary>
    private static readonly TimeSpan SocketGrace = TimeSpan.FromSeconds(1);

    /// <summary>How often to look whether calls take too long. Each look wakes a node that has nothing to do.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    /// <summary>What part of the time that stopping may take a process has to end by itself.</summary>
    private const double ElsewhereShare = 0.4;

    private readonly ILoggerFactory loggers;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly string hostName;
    private readonly NodeInvocation invocation;
    private readonly Counters counters = new();
    private readonly Dispatcher dispatcher;
    private readonly ReceiveGate gate;
    private readonly NodeSocket socket;
    private readonly NodeMessages messages;
    private readonly SectionSecurity keys;
    private readonly AccessGuard guard;
    private readonly DaemonLog daemonLog;
    private readonly DaemonRecords daemonRecords;
    private readonly HostedDaemons daemons;
    private readonly HostedTasks tasks;
    private readonly NodeComponents components;
    private readonly HandlerSet handlers;
    private readonly HandlerSlot own;
    private readonly Disposal disposal;
    private readonly EventBus events;
    private readonly StatisticsReporter reporter;
    private readonly ITimer look;
    private readonly DateTimeOffset started;
    private volatile NodeConfiguration configuration;
    private volatile MessageSecurity? security;
    private ControlHandler? answering;

    private Node(NodeConfiguration configuration, string hostName, ILoggerFactory loggers, TimeProvider time, NodeInvocation invocation)
    {
        this.invocation = invocation;
        this.configuration = configuration;
        this.loggers = loggers;
        this.time = time;
        this.hostName = hostName;
        started = time.GetUtcNow();
        logger = loggers.CreateLogger("CCServer");
        var traffic = new Traffic(counters, configuration.Options.CcStats >= 2);
        var links = new LinkTable();
        dispatcher = new Dispatcher(traffic, time, logger, message => WantedError.Answer(messages!, message));
        gate = new ReceiveGate(dispatcher.ReceiveAsync, frames => traffic.Dropped(DropReasons.Stopped, frames.ContentLength));
        socket = new NodeSocket(configuration.Options.Socket(time), links, traffic, gate.ReceiveAsync, logger);
        messages = new NodeMessages(hostName, time, links, dispatcher.DispatchAsync, dispatcher.ForwardAsync, frames => socket.Return(frames), (frames, cancellationToken) => socket.ReturnAsync(frames, cancellationToken), new PeerKnowledge(route => socket.IsReachable(route), MayCommand), () => security);
        keys = new SectionSecurity(time, logger);
        guard = new AccessGuard(message => socket.IsLocal(message), message => ControlHandler.RefuseTo(ControlMessages, message), time, logger);
        Secure(configuration);
        daemonLog = new DaemonLog(dispatcher, messages, loggers, traffic, time) { MessagesOf = LogMessagesOf };
        own = new HandlerSlot("cc", traffic, time, logger);
        disposal = new Disposal(time, logger);
        events = new EventBus(time, logger);
        daemonRecords = new DaemonRecords(() => this.configuration.Options.StopTimeout / 2, events, counters, time, logger);
        var children = new ChildRunner(new ReportReception(daemonLog, counters, events, loggers, time), loggers, time);
        var isolated = new IsolatedDaemons(Address, children, events, loggers);
        var isolatedTasks = new IsolatedTasks(Address, children, loggers);
        daemons = new HostedDaemons(
            section => this.configuration.Daemons.GetValueOrDefault(section), ServicesOf, isolated.RunAsync, isolated.TryOutAsync, Describe, disposal, daemonRecords, logger);
        tasks = new HostedTasks(() => this.configuration.Tasks, ServicesOf, isolatedTasks.RunAsync, isolatedTasks.TryOutAsync, disposal, logger);
        components = new NodeComponents(daemons, tasks);
        handlers = new HandlerSet(ServicesOf, section => new HandlerSlot(section, traffic, time, loggers.CreateLogger(section), (sick, why) => Sick?.Invoke(section, sick, why)), disposal, logger, own);
        reporter = new StatisticsReporter(configuration.Options.Report(), counters, time, logger);
        look = time.CreateTimer(_ => LookAtCalls(), null, LookPeriod, LookPeriod);
    }

    /// <summary>The endpoints that the node listens on.</summary>
    public IReadOnlyList<string> Endpoints { get; private set; } = [];

    /// <summary>Told of a handler that should not go on, and why; must not block.</summary>
    public Action<string, Occupant, string>? Sick { get; set; }

    /// <summary>All handlers, with their places in the routes.</summary>
    public HandlerSet Handlers => handlers;

    /// <summary>How daemons run.</summary>
    public DaemonRecords Daemons => daemonRecords;

    /// <summary>What happens on the node.</summary>
    public IEvents Events => events;

    /// <summary>The configuration in force.</summary>
    public NodeConfiguration Configuration => configuration;

    /// <summary>Makes a node that is connected to already, but takes nothing yet: of two nodes of one configuration the second gets no further.</summary>
    /// <exception cref="CC.Zmtp.ZmtpException">An endpoint can't be bound.</exception>
    public static async Task<Node> BindAsync(NodeConfiguration configuration, string hostName, ILoggerFactory loggers, TimeProvider time, NodeInvocation? invocation = null)
    {
        var node = new Node(configuration, hostName, loggers, time, invocation ?? NodeInvocation.Unknown);
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

    /// <summary>Who answers what is asked of the node itself, from now on. Once, before the node serves.</summary>
    public void Answer(ControlRequests requests)
    {
        var control = new ControlHandler(requests, ControlMessages, MayCommand, counters, time, logger);
        own.Put(control, null);
        answering = control;
    }

    /// <summary>Whether who has sent a message may have the node do things.</summary>
    public bool MayCommand(Message message) => socket.IsLocal(message) || guard.Allows(message);

    /// <summary>Sends events to those who have subscribed to them.</summary>
    public EventStreams Streams() => new(messages, events, frames => socket.Return(frames), time);

    /// <summary>Asks those components that carry files.</summary>
    public FileRequests Files() => new(Carriers, hostName, time);

    /// <summary>What the node says of itself.</summary>
    public NodeReport Report(PluginRegistry registry, string configurationFile) => new(this, registry, counters, configurationFile, started);

    /// <summary>What components are given to speak to the node.</summary>
    public IMessages Messages => messages;

    /// <summary>What the node answers with what is asked of itself: who asks from this machine need not sign, and who asks from another one has been let in.</summary>
    public IMessages ControlMessages => messages.With(() => security, admitsUnsigned: true);

    /// <summary>Makes the handlers, and takes messages.</summary>
    /// <param name="stopping">Cancelled when the node is to stop: then nobody waits for constructors any longer.</param>
    /// <exception cref="ComponentException">A handler can't be made.</exception>
    public async Task ServeAsync(CancellationToken stopping)
    {
        using var making = Making(configuration, stopping);
        var change = await handlers.PrepareAsync(configuration.Handlers, making.Token);
        dispatcher.Routes = handlers.Put(change, configuration.Routes);
        Warn(configuration.Warnings);
        gate.Open();
        daemons.Release();
        Log.Started(logger, configuration.Options.JobName, string.Join(", ", Endpoints));
    }

    /// <summary>Takes on another configuration, or other builds of plugins; what does not change goes on undisturbed. One caller at a time.</summary>
    /// <param name="next">The configuration.</param>
    /// <param name="serving">Called when the new one serves, and what it replaces still finishes what it holds.</param>
    /// <param name="stopping">Cancelled when the node is to stop: then what is replaced has half the usual time to finish.</param>
    /// <returns>The sections that have changed.</returns>
    /// <exception cref="ComponentException">A component can't be made; nothing has changed.</exception>
    public async Task<IReadOnlySet<string>> ChangeToAsync(NodeConfiguration next, Action serving, CancellationToken stopping)
    {
        var before = configuration;
        var changed = next.DifferenceTo(before);
        var limit = before.Options.StopTimeout;
        using var deadline = new CancellationTokenSource(limit, time);
        await using var hurry = stopping.Register(() => deadline.CancelAfter(limit / 2));
        var change = await ChangeOverAsync(next, changed, stopping);
        serving();
        Warn(next.Warnings.Except(before.Warnings));
        if (next.Options.DifferenceTo(configuration.Options).ToArray() is { Length: > 0 } waiting)
        {
            Log.NeedsRestart(logger, string.Join(", ", waiting));
        }

        await Task.WhenAll(handlers.SettleAsync(change, changed, deadline.Token), tasks.SettleAsync(deadline.Token));
        return changed;
    }

    /// <summary>Takes a handler out of the routes whose calls have gone too wrong; what is under way is cancelled. False if it is not there any more. One caller at a time, beside whatever else is changed.</summary>
    public Task<bool> QuarantineAsync(string section, Occupant sick, Quarantine why) =>
        handlers.QuarantineAsync(section, sick, why, new CancellationToken(canceled: true));

    /// <summary>Makes a handler anew that was taken out of the routes. One caller at a time.</summary>
    /// <exception cref="ComponentException">It can't be made; it stays where it is.</exception>
    public async Task ReleaseAsync(string section, CancellationToken stopping)
    {
        using var making = Making(configuration, stopping);
        await handlers.ReleaseAsync(section, making.Token);
    }

    /// <summary>Stops in order: daemons and tasks, then what comes in, then what waits, then the handlers, then the socket. False if something did not end in time.</summary>
    public async Task<bool> StopAsync()
    {
        var limit = configuration.Options.StopTimeout;
        using var halfTime = new CancellationTokenSource(limit / 2, time);
        using var deadline = new CancellationTokenSource(limit, time);
        var inOrder = await daemons.StopAsync(halfTime.Token);
        inOrder &= await tasks.StopAsync(halfTime.Token);
        await daemonLog.StopAsync(halfTime.Token);
        gate.Close();
        await socket.UnbindAsync(Endpoints);
        await handlers.DrainAsync(deadline.Token);
        inOrder &= await handlers.EndAsync(deadline.Token);
        await disposal.DisposeAsync("cc", answering, deadline.Token);
        gate.Drop();
        inOrder &= await CloseSocketAsync(deadline.Token);
        await look.DisposeAsync();
        await reporter.DisposeAsync();
        daemons.Dispose();
        Log.Stopped(logger);
        return inOrder;
    }

    /// <summary>From here on messages go by the new routes to the new handlers; before, anything that fails leaves all as it was.</summary>
    private async Task<HandlerChange> ChangeOverAsync(NodeConfiguration next, IReadOnlySet<string> changed, CancellationToken stopping)
    {
        using var making = Making(next, stopping);
        daemons.Hold();
        try
        {
            await daemons.TryOutAsync(next.Daemons.Values.Where(daemon => changed.Contains(daemon.Section.Name)), making.Token);
            await tasks.TryOutAsync(next.Tasks.Values.Where(task => changed.Contains(task.Section.Name)), making.Token);
            var change = await handlers.PrepareAsync(next.Handlers, making.Token);
            Secure(next);
            configuration = next with { Options = configuration.Options with { PluginsDir = next.Options.PluginsDir } };
            dispatcher.Routes = handlers.Put(change, next.Routes);
            daemonRecords.Renew(next.Daemons, changed);
            return change;
        }
        finally
        {
            daemons.Release();
        }
    }

    /// <summary>Takes the keys, certificates and rules of a configuration into use.</summary>
    /// <exception cref="ComponentException">They can't be used any more.</exception>
    private void Secure(NodeConfiguration next)
    {
        try
        {
            var own = keys.For(ConfigurationLoader.MainSection, next.Security);
            var rules = next.Access.Rules is [] ? null : next.AccessSecurity == next.Security ? own : keys.For(AccessSection.Name, next.AccessSecurity);
            security = own;
            guard.InForce = new AccessInForce(next.Access, rules);
            dispatcher.Guard = own is null && rules is null ? null : guard.Admits;
        }
        catch (OptionsException unusable)
        {
            throw new ComponentException(unusable.Message, unusable);
        }
    }

    private IMessages MessagesOf(string section, CmsOptions options)
    {
        var own = keys.For(section, options);
        return messages.With(own is null ? null : () => own);
    }

    /// <summary>What daemons log is signed with their own keys, or else the node's.</summary>
    private IMessages LogMessagesOf(string section) =>
        configuration.Daemons.GetValueOrDefault(section) is { Security: { CmsSign.Length: > 0 } options } ? MessagesOf(section, options) : messages;

    private static CancellationTokenSource Making(NodeConfiguration next, CancellationToken stopping)
    {
        var making = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        making.CancelAfter(next.Plugins.Options.ProbeTimeout);
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

    private void LookAtCalls()
    {
        foreach (var (_, slot) in handlers.All)
        {
            slot.Look();
        }
    }

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            Log.Warning(logger, warning);
        }
    }

    /// <summary>Daemons have half of the time that stopping may take, those in processes of their own a little less, so that there is time left to kill them.</summary>
    private NodeAddress Address()
    {
        var options = configuration.Options;
        return new NodeAddress(hostName, Endpoints, options.Socket(time), options.StopTimeout * ElsewhereShare, configuration.Plugins.Options);
    }

    private IEnumerable<SeenCarrier> Carriers() =>
    [
        .. handlers.All.Where(handler => handler.Slot.Handler is IFileCarrier).Select(handler => new SeenCarrier(handler.Model.Name, (IFileCarrier)handler.Slot.Handler!)),
        .. configuration.Daemons.Values
            .Where(daemon => typeof(IFileCarrier).IsAssignableFrom(daemon.Component.Type))
            .Select(daemon => new SeenCarrier(daemon.Section.Name, daemons.CarrierOf(daemon.Section.Name)))
            .Where(seen => seen.Carrier is not null || configuration.Daemons[seen.Section].Isolation is not null),
    ];

    private ManagedSection Describe(DaemonModel model) => new()
    {
        Section = model.Section.Name,
        JobName = model.JobName,
        ConfigurationFile = invocation.ConfigurationFile,
        Verbosity = invocation.Verbosity,
        StopLimit = configuration.Options.StopTimeout * ElsewhereShare,
        Values = model.Values,
    };

    private ComponentContext ContextOf(string section, string job) => new(section, job, hostName)
    {
        NodePidFile = configuration.Options.PidFile is { Length: > 0 } file ? Path.GetFullPath(file) : "",
    };

    private ComponentServices ServicesOf(HandlerModel model) =>
        ServicesOf(ContextOf(model.Name, model.JobName), model.Parts, loggers.CreateLogger(model.Name));

    private ComponentServices ServicesOf(DaemonModel model)
    {
        var context = ContextOf(model.Section.Name, model.JobName);
        return ServicesOf(context, model.Parts, daemonLog.LoggerFor(context), MessagesOf(context.Section, model.Security));
    }

    private ComponentServices ServicesOf(TaskModel model, ITaskFeedback? feedback)
    {
        var context = ContextOf(model.Section.Name, model.JobName);
        var log = daemonLog.LoggerFor(context);
        return ServicesOf(context, model.Parts, feedback is null ? log : new TaskLogger(log, context, feedback, counters, time), MessagesOf(context.Section, model.Security));
    }

    private ComponentServices ServicesOf(ComponentContext context, PartSections parts, ILogger componentLogger, IMessages? own = null) =>
        new(context, own ?? messages, counters, new PartComponents(context.JobName, parts, components), events, componentLogger, time);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "C&C server version {Version} starting up..")]
        public static partial void Starting(ILogger logger, string version);

        [LoggerMessage(2, LogLevel.Information, "{JobName} listens on {Endpoints}")]
        public static partial void Started(ILogger logger, string jobName, string endpoints);

        [LoggerMessage(3, LogLevel.Warning, "{Text}")]
        public static partial void Warning(ILogger logger, string text);

        [LoggerMessage(5, LogLevel.Warning, "what changed in [ccserver] takes effect with the next start: {Options}")]
        public static partial void NeedsRestart(ILogger logger, string options);

        [LoggerMessage(7, LogLevel.Information, "stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(8, LogLevel.Error, "the connections are still closing, though their time is over, and are left behind")]
        public static partial void SocketLeftBehind(ILogger logger);
    }
}
