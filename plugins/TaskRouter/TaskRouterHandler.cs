using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRouter;

/// <summary>
/// Brings tasks to the runners of their hosts, and what becomes of them back to whoever has asked. What is handed on stays as it is, octet by octet. Whoever can't be served is told so.
/// </summary>
[Handler("taskrouter", Role = NodeRole.Remote)]
public sealed partial class TaskRouterHandler : IHandler, IReconfigurable<TaskRouterOptions>, IAsyncDisposable
{
    /// <summary>How often it is looked which runners are gone.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly IMessages messages;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly long started;
    private readonly Answerer answerer;
    private readonly RequestReader reader;
    private readonly Deliveries deliveries;
    private readonly ITimer look;
    private TaskRouterOptions options;
    private RouteBook book = RouteBook.Empty;
    private TimeSpan maintained;

    /// <summary>Knows no runners until they register.</summary>
    public TaskRouterHandler(TaskRouterOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<TaskRouterHandler> logger)
    {
        this.options = options;
        this.messages = messages;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        started = time.GetTimestamp();
        answerer = new Answerer(messages, Guid.NewGuid().ToString("N"));
        reader = new RequestReader(messages, answerer);
        deliveries = new Deliveries(messages, metrics);
        look = time.CreateTimer(_ => Look(), null, LookPeriod, LookPeriod);
    }

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var type = TaskType.Of(message.Type);
        lock (gate)
        {
            switch (type.What)
            {
                case TaskTopic.Register:
                    Register(message);
                    break;
                case TaskTopic.Send:
                    Send(message, type.Uid);
                    break;
                case TaskTopic.Reply:
                    Reply(message, type.Uid ?? throw new MessageException(MessageFault.BadField, "task.reply must have the task's id as its third label"));
                    break;
                default:
                    Ask(message, type);
                    break;
            }
        }

        return default;
    }

    /// <summary>What is remembered goes on.</summary>
    public Task ReconfigureAsync(TaskRouterOptions options, IReadOnlySet<string> changedSections, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            this.options = options;
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await look.DisposeAsync();
        await deliveries.DisposeAsync();
    }

    private TimeSpan Now => time.GetElapsedTime(started);

    private void Register(in Message message)
    {
        metrics.Counter("task.register").Add(1);
        var body = messages.Open(message, BodiesJson.Default.TaskRegister);
        if (body.Host.Length == 0)
        {
            throw new MessageException(MessageFault.BadField, "host must not be empty");
        }

        if (body.Host.Any(char.IsControl))
        {
            throw new MessageException(MessageFault.BadField, "host must not have control characters");
        }

        var before = book.Runners.GetValueOrDefault(body.Host);
        if (book.Register(body, message.Route, Now, options) is not { } known)
        {
            metrics.CountDropped("too-many-runners", 1, message.ContentLength);
            throw new MessageException(MessageFault.BadField, $"host ({body.Host}) must be one of at most max-runners = {options.MaxRunners}");
        }

        book = known;
        if (before is { IsGone: true })
        {
            Log.Returned(logger, body.Host);
        }

        if (body.Ack == 1)
        {
            answerer.Registered(message, body.Host);
        }
    }

    private void Send(in Message message, string? uid)
    {
        metrics.Counter("task.send").Add(1);
        var body = reader.ReadTask(message, uid);
        var routing = book.Send(body, message.Route, Now, options);
        if (HandOn(message, body.TaskHost, body.TaskId, routing))
        {
            answerer.Forwarded(message, routing.Task!, routing.Runner!.AnswersQuestions);
        }
    }

    private void Ask(in Message message, TaskType type)
    {
        metrics.Counter("task.ask").Add(1);
        var body = reader.ReadQuestion(message, type.Uid);
        if (type.What == TaskTopic.List && body.TaskHost.Length == 0)
        {
            answerer.List(message, type.Uid!, ListOfRunners());
            return;
        }

        var host = body.TaskHost.Length > 0 ? body.TaskHost : book.Find(type.Uid!)?.Host;
        if (host is null)
        {
            answerer.Refuse(message, TaskErrors.NoRoute, $"the task {type.Uid} is not known here; name its host in task_host", type.Uid!);
            return;
        }

        HandOn(message, host, type.Uid!, book.Ask(type.What, type.Uid!, host, message.Route, Now, options));
    }

    /// <summary>True if the runner has it, as far as that can be known here.</summary>
    private bool HandOn(in Message message, string host, string id, Routing routing)
    {
        var before = book;
        book = routing.Book;
        switch (routing.Verdict)
        {
            case Verdict.Forward when messages.TryReturn(message.Along(routing.Runner!.Route).Frames):
                return true;
            case Verdict.Forward when messages.IsReachable(routing.Runner!.Route):
                book = before;
                answerer.Refuse(message, TaskErrors.Busy, $"as much waits for {host} as may; send it again in a moment", id);
                break;
            case Verdict.Forward:
                book = before;
                Lose([routing.Runner!], _ => "its connection is gone");
                answerer.Refuse(message, TaskErrors.RunnerGone, GoneText(routing.Runner!), id);
                break;
            case Verdict.AnswerFromBook:
                answerer.Repeat(message, routing.Task!);
                break;
            case Verdict.NoRoute:
                answerer.Refuse(message, TaskErrors.NoRoute, $"cannot route to {host}", id);
                break;
            case Verdict.RunnerGone:
                answerer.Refuse(message, TaskErrors.RunnerGone, GoneText(routing.Runner!), id);
                break;
            case Verdict.NotSupported:
                answerer.Refuse(message, TaskErrors.NotSupported, $"the runner of {host} is one that can't be asked, such as CC 0.8.7's", id);
                break;
            case Verdict.TooMany:
                metrics.CountDropped("too-many-tasks", 1, message.ContentLength);
                answerer.Refuse(message, TaskErrors.TooManyTasks, $"max-tasks = {options.MaxTasks} are under way; send it again when some have ended", id);
                break;
        }

        return false;
    }

    private void Reply(in Message message, string uid)
    {
        metrics.Counter("task.reply").Add(1);
        var heading = ReadHeading(message);
        var status = heading?.Status ?? "";
        (book, var task) = book.Reply(uid, status, Now);
        if (task is null)
        {
            metrics.CountDropped("no-client", 1, message.ContentLength);
            Log.Unclaimed(logger, uid, status.All(char.IsAsciiLetter) ? status : "?");
            Answer(message.Route, uid, heading, Delivery.Taken);
        }
        else if (status == TaskStatuses.Unknown && task.Probes > 0)
        {
            answerer.Tell(task, TaskErrors.Forgotten, $"{task.Host} knows nothing of the task {uid}");
            Answer(message.Route, uid, heading, Delivery.Taken);
        }
        else
        {
            Answer(message.Route, uid, heading, Deliver(message, task, uid, heading));
        }
    }

    /// <summary>Whoever has sent a task gets all that comes of it; those who only want to know get what there is room for, and keep nobody waiting.</summary>
    private Delivery Deliver(in Message message, OpenTask task, string uid, ReplyHeading? heading)
    {
        var runner = message.Route;
        var delivery = deliveries.Send(task.Key, message.Along(task.Clients[0]).Frames, heading is not ({ Repeat: 1 } or { Status: TaskStatuses.Running }), () =>
        {
            if (heading is { Seq: > 0 })
            {
                Answer(runner, uid, heading, Delivery.Taken);
            }
        });
        foreach (var watcher in task.Clients.Skip(1))
        {
            messages.TryReturn(message.Along(watcher).Frames);
        }

        return delivery;
    }

    /// <summary>An end, which its runner tells to whoever asks, counts as taken though it waits; what is counted does when the client has taken it.</summary>
    private void Answer(MessageRoute runner, string uid, ReplyHeading? heading, Delivery delivery)
    {
        if (heading?.Ack == 1 && (delivery != Delivery.Dropped || heading.Seq > 0))
        {
            answerer.Taken(runner, uid, heading.Status, delivery == Delivery.Taken ? heading.Seq : 0);
        }
    }

    /// <summary>A reply that can't be read is handed on all the same: it may be encrypted for the client.</summary>
    private ReplyHeading? ReadHeading(in Message message)
    {
        try
        {
            return messages.Open(message, RouterJson.Default.ReplyHeading);
        }
        catch (MessageException)
        {
            return null;
        }
    }

    private void Look()
    {
        lock (gate)
        {
            var now = Now;
            Lose(book.FindGone(now, messages.IsReachable), runner => runner.IsSilent(now) ? $"it is silent for {(now - runner.Heard).TotalSeconds:0} s" : "its connection is gone");
            if (now - maintained >= options.MaintPeriod)
            {
                maintained = now;
                Maintain(now);
            }
        }
    }

    private void Lose(IReadOnlyList<Registration> gone, Func<Registration, string> why)
    {
        if (gone.Count == 0)
        {
            return;
        }

        (book, var lost) = book.Lose(gone);
        foreach (var runner in gone)
        {
            Log.Gone(logger, runner.Host, why(runner));
        }

        foreach (var task in lost)
        {
            answerer.Tell(task, TaskErrors.RunnerGone, GoneText(book.Runners[task.Host]));
        }
    }

    private void Maintain(TimeSpan now)
    {
        var done = book.Maintain(now, options);
        book = done.Book;
        metrics.Counter("dropped_routes").Add(done.Runners.Count);
        metrics.Counter("dropped_tasks").Add(done.Forgotten.Count);
        foreach (var task in done.Forgotten.Where(task => !task.IsEnded))
        {
            answerer.Tell(task, TaskErrors.Forgotten, $"nothing was heard of {(task.IsQuestion ? "the answer from" : "the task on")} {task.Host} for {(now - task.Heard).TotalSeconds:0} s; it is forgotten here");
        }

        foreach (var task in done.Doubtful)
        {
            answerer.Probe(task, book.Runners[task.Host]);
        }
    }

    private RunnerList ListOfRunners()
    {
        var start = (time.GetUtcNow() - Now - DateTimeOffset.UnixEpoch).TotalSeconds;
        var open = book.Tasks.Values.Where(task => task is { IsEnded: false, IsQuestion: false }).CountBy(task => task.Host).ToDictionary();
        return new RunnerList([.. book.Runners.Values.OrderBy(runner => runner.Host, StringComparer.Ordinal).Select(runner => new RunnerEntry
        {
            Host = runner.Host,
            Since = start + runner.Since.TotalSeconds,
            LastSeen = start + runner.Heard.TotalSeconds,
            State = runner.State,
            Tasks = open.GetValueOrDefault(runner.Host),
        })]);
    }

    private string GoneText(Registration runner) => $"cannot route to {runner.Host}: its task runner is gone, and was heard of {(Now - runner.Heard).TotalSeconds:0} s ago";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the task runner of {Host} is gone: {Why}; clients with tasks there are told")]
        public static partial void Gone(ILogger logger, string host, string why);

        [LoggerMessage(2, LogLevel.Information, "the task runner of {Host} is back")]
        public static partial void Returned(ILogger logger, string host);

        [LoggerMessage(3, LogLevel.Debug, "nobody is known who waits for the task {Task}, which is {Status}")]
        public static partial void Unclaimed(ILogger logger, string task, string status);
    }
}
