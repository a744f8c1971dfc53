using System.Collections.Immutable;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRouter;

/// <summary>Where runners are, and where replies go. Immutable: what happens leads to another one.</summary>
internal sealed record RouteBook
{
    public static readonly RouteBook Empty = new();

    public ImmutableDictionary<string, Registration> Runners { get; private init; } = ImmutableDictionary<string, Registration>.Empty;

    public ImmutableDictionary<string, OpenTask> Tasks { get; private init; } = ImmutableDictionary<string, OpenTask>.Empty;

    /// <summary>How many of the tasks have ended, and are remembered for what may come late.</summary>
    public int Ended { get; private init; }

    public OpenTask? Find(string id, bool isQuestion = false) => Tasks.GetValueOrDefault(OpenTask.KeyOf(id, isQuestion));

    /// <summary>A runner says where it is; null if there is no room for it.</summary>
    public RouteBook? Register(TaskRegister body, MessageRoute route, TimeSpan now, TaskRouterOptions options)
    {
        var before = Runners.GetValueOrDefault(body.Host);
        if (before is null && Runners.Count >= options.MaxRunners)
        {
            return null;
        }

        var since = before is not null && before.Instance == body.Instance ? before.Since : now;
        var known = this with
        {
            Runners = Runners.SetItem(body.Host, new Registration(body.Host, route, since, now, now, Registration.PeriodOf(body.Period, options.RouteLifetime), body.Instance)),
        };
        return before is { IsGone: true } ? known.Returned(body.Host) : known;
    }

    /// <summary>A task for a runner.</summary>
    public Routing Send(TaskSend body, MessageRoute client, TimeSpan now, TaskRouterOptions options)
    {
        if (Refusal(body.TaskHost, out var runner) is { } no)
        {
            return no;
        }

        var known = Find(body.TaskId);
        var task = known?.Host == body.TaskHost
            ? known.SentBy(client) with { Heard = now, IsEnded = false, Probes = 0 }
            : new OpenTask(body.TaskId, body.TaskHost, body.TaskHandler, [client], now);
        return Admit(task, runner!, options);
    }

    /// <summary>A question about a task, or about the runner. Who asks about a task hears of it from then on.</summary>
    public Routing Ask(TaskTopic topic, string id, string host, MessageRoute client, TimeSpan now, TaskRouterOptions options)
    {
        var isQuestion = topic is TaskTopic.List or TaskTopic.History;
        var known = Find(id, isQuestion) is { } same && same.Host == host ? same : null;
        if (Refusal(host, out var runner) is { } no)
        {
            return known is null ? no : no with { Book = Put(known.HeardBy(client)), Task = known };
        }

        if (!runner!.AnswersQuestions)
        {
            return known is { Status.Length: > 0 } && topic == TaskTopic.Status
                ? new Routing(Verdict.AnswerFromBook, Put(known.HeardBy(client)), runner, known)
                : new Routing(Verdict.NotSupported, this, runner);
        }

        return Admit(known?.HeardBy(client) ?? new OpenTask(id, host, "", [client], now, IsQuestion: isQuestion), runner, options);
    }

    /// <summary>Something of a task; the task is null if nobody is known who waits for it.</summary>
    public (RouteBook Book, OpenTask? Task) Reply(string id, string status, TimeSpan now)
    {
        var answersQuestion = status is TaskStatuses.List or TaskStatuses.History;
        if ((Find(id, answersQuestion) ?? Find(id, !answersQuestion)) is not { } task)
        {
            return (this, null);
        }

        var heard = Heard(task.Host, now);
        return (task.IsQuestion || status == TaskStatuses.Unknown
            ? heard.Without(task)
            : heard.Put(task with { Heard = now, Probes = 0, Status = status.Length > 0 ? status : task.Status, IsEnded = task.IsEnded || TaskStatuses.IsFinal(status) }), task);
    }

    /// <summary>A message could not be handed to the runner, though it is there.</summary>
    public RouteBook Without(OpenTask task) => Tasks.TryGetValue(task.Key, out var known)
        ? this with { Tasks = Tasks.Remove(task.Key), Ended = Ended - (known.IsEnded ? 1 : 0) }
        : this;

    /// <summary>Runners are gone.</summary>
    /// <returns>The tasks whose clients don't know it yet, besides.</returns>
    public (RouteBook Book, IReadOnlyList<OpenTask> Lost) Lose(IReadOnlyCollection<Registration> gone)
    {
        var book = this with { Runners = Runners.SetItems(gone.Select(runner => KeyValuePair.Create(runner.Host, runner with { IsGone = true }))) };
        var hosts = gone.Select(runner => runner.Host).ToHashSet(StringComparer.Ordinal);
        var lost = Tasks.Values.Where(task => hosts.Contains(task.Host) && task is { IsEnded: false, IsToldOfLoss: false }).ToArray();
        foreach (var task in lost)
        {
            book = task.IsQuestion ? book.Without(task) : book.Put(task with { IsToldOfLoss = true });
        }

        return (book, lost);
    }

    /// <summary>The runners that are gone and were not known to be.</summary>
    public IReadOnlyList<Registration> FindGone(TimeSpan now, Func<MessageRoute, bool> isReachable) =>
        [.. Runners.Values.Where(runner => !runner.IsGone && (runner.IsSilent(now) || !isReachable(runner.Route)))];

    /// <summary>Forgets what is old.</summary>
    public Maintenance Maintain(TimeSpan now, TaskRouterOptions options)
    {
        var runners = Runners.Values.Where(runner => now - runner.Registered > options.RouteLifetime).ToArray();
        var book = this with { Runners = Runners.RemoveRange(runners.Select(runner => runner.Host)) };
        List<OpenTask> forgotten = [];
        List<OpenTask> doubtful = [];
        foreach (var task in Tasks.Values.Where(task => now - task.Heard > options.ReplyTimeout))
        {
            switch (TaskLifetime.Decide(task, book.Runners.GetValueOrDefault(task.Host), now, options))
            {
                case TaskFate.Forget:
                    forgotten.Add(task);
                    book = book.Without(task);
                    break;
                case TaskFate.Probe:
                    doubtful.Add(task);
                    book = book.Put(task with { Probes = task.Probes + 1 });
                    break;
            }
        }

        return new Maintenance(book, runners, forgotten, doubtful);
    }

    private Routing? Refusal(string host, out Registration? runner)
    {
        runner = Runners.GetValueOrDefault(host);
        return runner is null ? new Routing(Verdict.NoRoute, this)
            : runner.IsGone ? new Routing(Verdict.RunnerGone, this, runner)
            : null;
    }

    /// <summary>Makes room by what has ended, if there is none.</summary>
    private Routing Admit(OpenTask task, Registration runner, TaskRouterOptions options)
    {
        var room = Tasks.Count < options.MaxTasks || Tasks.ContainsKey(task.Key) ? this : Ended > 0 ? WithoutEnded() : null;
        return room is null ? new Routing(Verdict.TooMany, this, runner) : new Routing(Verdict.Forward, room.Put(task), runner, task);
    }

    private RouteBook WithoutEnded() => this with { Tasks = Tasks.RemoveRange(Tasks.Values.Where(task => task.IsEnded).Select(task => task.Key)), Ended = 0 };

    private RouteBook Put(OpenTask task) => this with
    {
        Tasks = Tasks.SetItem(task.Key, task),
        Ended = Ended + (task.IsEnded ? 1 : 0) - (Tasks.GetValueOrDefault(task.Key) is { IsEnded: true } ? 1 : 0),
    };

    /// <summary>What a runner says of a task is a sign of life, too.</summary>
    private RouteBook Heard(string host, TimeSpan now) => Runners.GetValueOrDefault(host) is { IsGone: false } runner
        ? this with { Runners = Runners.SetItem(host, runner with { Heard = now }) }
        : this;

    /// <summary>Should it go again, its clients are told again.</summary>
    private RouteBook Returned(string host) => this with
    {
        Tasks = Tasks.SetItems(Tasks.Where(task => task.Value.IsToldOfLoss && task.Value.Host == host)
            .Select(task => KeyValuePair.Create(task.Key, task.Value with { IsToldOfLoss = false, Probes = 0 }))),
    };
}
