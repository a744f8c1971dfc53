using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>
/// Has tasks run, and tells of them. One loop owns all that is known of tasks: it takes what has come, writes to the journal what has changed, sends what there is to tell, and starts what is to be
/// started, in this order; so nothing is told, or run, that a crash would undo.
/// </summary>
internal sealed partial class Runner
{
    /// <summary>How much is taken before it is written down, all at once.</summary>
    private const int MostAtOnce = 256;

    /// <summary>How long to wait before something is written that could not be, and for sending when the node stops.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly RunnerContext context;
    private readonly TaskRunnerOptions options;
    private readonly TimeProvider time;
    private readonly Ledger ledger;
    private readonly Inbox inbox;
    private readonly Outbox outbox;
    private readonly Roster roster;
    private readonly Requests requests;
    private readonly Announcement announcement;
    private readonly List<TaskEntry> toStart = [];
    private readonly long began;
    private TimeSpan maintainAt;

    public Runner(RunnerContext context, TaskJournal journal, Inbox inbox, IMessageLink link)
    {
        this.context = context;
        this.inbox = inbox;
        options = context.Options;
        time = context.Time;
        began = time.GetTimestamp();
        outbox = new Outbox(context.Messages, link, context.Logger);
        roster = new Roster(options, time);
        requests = new Requests(this, roster, outbox, context);
        announcement = new Announcement(context.Host, options);
        ledger = new Ledger(journal, roster, options.PathOfJournal, context.Logger);
        maintainAt = options.MaintPeriod;
        Restore(journal.Found);
    }

    private TimeSpan Now => time.GetElapsedTime(began);

    /// <summary>Runs until it is cancelled; then has all tasks end, and tells of that.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            DoWhatIsDue();
            await CommitAsync(cancellationToken);
            await inbox.WaitAsync(NextDue() - Now, time, cancellationToken);
            TakeTurns(isStopping: false);
        }

        await StopAsync();
    }

    /// <summary>Remembers a task, which is started when it is its turn.</summary>
    public void Accept(TaskSend body, string uid, TaskDescription task, in Message message)
    {
        var record = new TaskRecord(body.TaskId, uid, body.TaskHandler, Roster.Seconds(time));
        var entry = new TaskEntry(record, TaskState.Waiting)
        {
            Task = task,
            Limit = TimeLimits.Of(body.TimeLimit, task.TimeLimit, options.DefaultTimeLimit),
            Request = AskedFor.Of(body, context.Host, message) with { Environment = LeftBehind.MarkOf(body.TaskId, options.PathOfJournal) },
        };
        roster.Add(entry);
        ledger.Accept(entry);
        outbox.Reply(entry.Reply(uid), entry);
    }

    /// <summary>Has a task end; one that waits for its turn has ended then.</summary>
    public void End(TaskEntry entry, string reason)
    {
        switch (TaskStates.Next(entry.State, TaskTurn.End))
        {
            case TaskState.Stopped:
                entry.Reason = reason;
                Finish(entry, TaskState.Stopped, "it was not started");
                break;
            case TaskState.Ending:
                entry.State = TaskState.Ending;
                entry.Reason ??= reason;
                entry.Running!.End();
                break;
        }
    }

    /// <summary>A router knows the runner. One that has just been started may lack the ends of tasks.</summary>
    public void Registered(string instance)
    {
        if (!announcement.Answered(instance, Now))
        {
            return;
        }

        foreach (var entry in roster.All.Where(entry => entry is { HasEnded: true, Record.IsTaken: false } && SinceEnd(entry) <= options.TaskGracePeriod))
        {
            (entry.Told, entry.IsSettled) = (0, false);
        }
    }

    /// <summary>A router tells how much its client has taken of what a task under way has told.</summary>
    public void Taken(TaskEntry entry, int number)
    {
        announcement.Heard();
        entry.Running?.Flow.Answered(number, Now);
    }

    /// <summary>A router has a task's end.</summary>
    public void Confirmed(TaskEntry entry)
    {
        announcement.Heard();
        if (!entry.Record.IsTaken)
        {
            entry.IsSettled = true;
            entry.Record = entry.Record with { IsTaken = true };
            ledger.Confirm(entry);
        }
    }

    /// <summary>What was under way when the last runner ended is not run a second time: nobody knows how far it came.</summary>
    private void Restore(IEnumerable<TaskRecord> found)
    {
        foreach (var record in found)
        {
            var entry = new TaskEntry(record, StateOf(record));
            roster.Add(entry);
            if (!entry.HasEnded)
            {
                entry.Reason = FinalFeedback.Interrupted;
                Finish(entry, TaskState.Stopped, "the runner has ended while the task was under way; it is not run again");
            }
            else if (SinceEnd(entry) > options.TaskGracePeriod)
            {
                entry.IsSettled = true;
            }
        }

        roster.Forget();
    }

    private static TaskState StateOf(TaskRecord record) => record.Status switch
    {
        TaskStatuses.Finished => TaskState.Finished,
        TaskStatuses.Failed => TaskState.Failed,
        TaskStatuses.Stopped => TaskState.Stopped,
        _ => TaskState.Running,
    };

    private void TakeTurns(bool isStopping)
    {
        for (var count = 0; count < MostAtOnce && inbox.TryTake(out var turn); count++)
        {
            switch (turn)
            {
                case Arrived arrived when isStopping:
                    context.Metrics.CountDropped(DropReasons.Stopped, 1, arrived.Message.ContentLength);
                    break;
                case Arrived arrived:
                    Take(arrived.Message);
                    break;
                case Told told:
                    Take(told);
                    break;
                case Ended ended when TaskStates.Next(ended.Entry.State, ended.Outcome.Turn) is { } state:
                    Take(ended.Entry, state, ended.Outcome, isStopping);
                    break;
            }
        }
    }

    /// <summary>Whatever anybody sends must not end the runner, and with it all tasks.</summary>
    private void Take(in Message message)
    {
        try
        {
            requests.Take(message);
        }
        catch (Exception failure)
        {
            context.Metrics.CountDropped(RunnerContext.BadRequest, 1, message.ContentLength);
            Log.Failed(context.Logger, failure, message.Type);
        }
    }

    private void Take(Told told)
    {
        var entry = told.Entry;
        var running = entry.Running!;
        if (entry.HasEnded)
        {
            return;
        }

        (entry.Status, entry.Feedback) = (TaskStatuses.Feedback, told.Content);
        var number = running.Flow.Next(Now);
        var reply = announcement.IsAnswered ? entry.Reply(entry.Record.Uid) with { Ack = 1, Seq = number } : entry.Reply(entry.Record.Uid);
        outbox.Add(reply, BodiesJson.Default.TaskReply, entry, told.Blob, isSent =>
        {
            if (!isSent || reply.Ack == 0 || running.Flow.IsGivenUp)
            {
                running.Flow.Take(number);
            }
        });
    }

    private void Take(TaskEntry entry, TaskState state, TaskOutcome outcome, bool isStopping)
    {
        entry.Reason ??= outcome.Turn switch
        {
            TaskTurn.Vanished => FinalFeedback.Vanished,
            TaskTurn.Cancelled when isStopping => FinalFeedback.NodeStopped,
            TaskTurn.Cancelled => FinalFeedback.Replaced,
            TaskTurn.Refused => FinalFeedback.Refused,
            _ => null,
        };
        Finish(entry, state, outcome.Message);
    }

    private void Finish(TaskEntry entry, TaskState state, string message)
    {
        var status = TaskStates.StatusOf(state);
        var reason = state == TaskState.Stopped || entry.Reason == FinalFeedback.Refused ? entry.Reason : null;
        var feedback = FinalFeedback.Of(state, reason, message, entry.Running?.Result);
        entry.State = state;
        entry.Record = entry.Record with
        {
            Status = status,
            Ended = Roster.Seconds(time),
            Rc = FinalFeedback.RcOf(feedback),
            Msg = message.Length > 0 ? message : reason,
            Feedback = FinalFeedback.ForJournal(feedback),
        };
        (entry.Status, entry.Feedback, entry.Request, entry.Told) = (status, feedback, null, 0);
        entry.Running?.Dispose();
        ledger.End(entry);
        context.Metrics.Counter($"tasks.{status}").Add(1);
        Publish(entry);
    }

    private void DoWhatIsDue()
    {
        var now = Now;
        if (announcement.IsDue(now))
        {
            outbox.Add(announcement.Make(now), BodiesJson.Default.TaskRegister);
        }

        foreach (var entry in roster.UnderWay.ToArray())
        {
            Watch(entry, now);
        }

        foreach (var entry in roster.TakeTurns())
        {
            Launch(entry, now);
        }

        TellEnds(now);
        if (now >= maintainAt)
        {
            roster.Forget();
            maintainAt = now + options.MaintPeriod;
        }
    }

    private void Watch(TaskEntry entry, TimeSpan now)
    {
        var running = entry.Running!;
        if (entry.State == TaskState.Running && entry.Limit is { } limit && now - running.StartedAt >= limit)
        {
            Log.OutOfTime(context.Logger, entry.Id, entry.Record.Handler, limit.TotalSeconds);
            End(entry, FinalFeedback.OutOfTime);
        }

        if (running.Flow.IsOpen)
        {
            Look(entry, running.Flow, now);
        }

        if (options.TaskHeartbeat && now - running.HeartbeatAt >= options.Heartbeat)
        {
            running.HeartbeatAt = now;
            Tell(entry, TaskStatuses.Running, JsonObject.Empty);
        }
    }

    /// <summary>What is taken after this is taken in turn, and so is what was sent before it.</summary>
    private void Look(TaskEntry entry, FeedbackFlow flow, TimeSpan now)
    {
        switch (flow.Look(now))
        {
            case FlowTurn.Ask:
                flow.Asked(now);
                outbox.Reply(entry.Reply(entry.Record.Uid) with { Status = TaskStatuses.Running, Feedback = JsonObject.Empty, Ack = 1, Seq = flow.Told }, entry);
                break;
            case FlowTurn.GiveUp:
                flow.GiveUp();
                Log.NotTaken(context.Logger, entry.Id, entry.Record.Handler);
                break;
        }
    }

    private void Launch(TaskEntry entry, TimeSpan now)
    {
        entry.State = TaskStates.Next(entry.State, TaskTurn.Launch)!.Value;
        entry.Running = new TaskRunning(entry, inbox.Post, context.Metrics, time, now);
        toStart.Add(entry);
        context.Metrics.Counter("tasks.started").Add(1);
        Tell(entry, TaskStatuses.Launched, FinalFeedback.Launched);
        Publish(entry);
    }

    private void Tell(TaskEntry entry, string status, JsonElement feedback)
    {
        (entry.Status, entry.Feedback) = (status, feedback);
        outbox.Reply(entry.Reply(entry.Record.Uid), entry);
    }

    private void TellEnds(TimeSpan now)
    {
        foreach (var entry in roster.Unsettled.ToArray())
        {
            switch (Confirmation.Decide(entry.Told, now - entry.ToldAt, SinceEnd(entry), announcement.IsAnswered, options.TaskGracePeriod))
            {
                case Insistence.Send:
                    outbox.Reply(entry.Reply(entry.Record.Uid), entry);
                    (entry.Told, entry.ToldAt) = (entry.Told + 1, now);
                    break;
                case Insistence.GiveUp:
                    entry.IsSettled = true;
                    if (announcement.IsAnswered)
                    {
                        context.Metrics.CountDropped(RunnerContext.Unconfirmed, 1, 0);
                        Log.Unconfirmed(context.Logger, entry.Id, entry.Record.Handler, entry.Status);
                    }

                    break;
            }
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var lost = ledger.Write();
        if (lost.Count > 0)
        {
            outbox.Withdraw(lost);
            toStart.RemoveAll(lost.Contains);
            foreach (var entry in lost)
            {
                entry.Running?.Dispose();
                requests.Refuse(entry.Record.Uid, entry.Id, entry.Record.Handler, $"{context.Host} can't write down that it has the task, and so does not run it; see its log");
            }
        }

        await outbox.SendAsync(cancellationToken);
        foreach (var entry in toStart)
        {
            entry.Running!.Start(context.Components);
        }

        toStart.Clear();
    }

    private TimeSpan NextDue()
    {
        TimeSpan[] always = [announcement.DueAt, maintainAt];
        return always
            .Concat(ledger.IsWritten ? [] : [Now + Pause])
            .Concat(roster.Unsettled.Select(entry => entry.Told == 0 ? Now : entry.ToldAt + Confirmation.Window))
            .Concat(roster.UnderWay.Where(entry => entry is { State: TaskState.Running, Limit: not null }).Select(entry => entry.Running!.StartedAt + entry.Limit!.Value))
            .Concat(roster.UnderWay.Where(entry => entry.Running!.Flow.IsOpen).Select(entry => entry.Running!.Flow.DueAt))
            .Concat(options.TaskHeartbeat ? roster.UnderWay.Select(entry => entry.Running!.HeartbeatAt + options.Heartbeat) : [])
            .Min();
    }

    private async Task StopAsync()
    {
        foreach (var entry in roster.All.Where(entry => !entry.HasEnded).ToArray())
        {
            End(entry, FinalFeedback.NodeStopped);
        }

        using var patience = new CancellationTokenSource(options.StopGrace + Pause, time);
        var limit = Now + options.StopGrace;
        while (roster.UnderWay.Any() && Now < limit)
        {
            TellEnds(Now);
            await CommitAsync(patience.Token);
            await inbox.WaitAsync(limit - Now, time, patience.Token);
            TakeTurns(isStopping: true);
        }

        foreach (var entry in roster.UnderWay.ToArray())
        {
            Log.StillRuns(context.Logger, entry.Id, entry.Record.Handler, options.StopGrace.TotalSeconds);
            Finish(entry, TaskStates.Next(entry.State, TaskTurn.Lost)!.Value, $"it was told to end, since the node stops, and has not within {options.StopGrace.TotalSeconds} s");
        }

        TellEnds(Now);
        await CommitAsync(patience.Token);
    }

    private TimeSpan SinceEnd(TaskEntry entry) => TimeSpan.FromSeconds(Math.Clamp(Roster.Seconds(time) - entry.Record.Ended, 0, TimeSpan.MaxValue.TotalSeconds / 2));

    private void Publish(TaskEntry entry) => context.Events.Publish(
        $"task.{entry.Id}.{entry.Status}", new TaskTold(entry.Id, entry.Record.Handler, context.Host, entry.Status, entry.Record.Msg), TaskJson.Default.TaskTold);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the task {Id} of {Section} has had its {Seconds} s, and is told to end")]
        public static partial void OutOfTime(ILogger logger, string id, string section, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "no router has confirmed that the task {Id} of {Section} has {Status}; it is not told again unless somebody asks")]
        public static partial void Unconfirmed(ILogger logger, string id, string section, string status);

        [LoggerMessage(4, LogLevel.Error, "a message of type {Type} has led to an error of the runner's own")]
        public static partial void Failed(ILogger logger, Exception failure, string type);

        [LoggerMessage(5, LogLevel.Information, "no router says whether the client takes what the task {Id} of {Section} tells; the task goes on without waiting for it")]
        public static partial void NotTaken(ILogger logger, string id, string section);

        [LoggerMessage(3, LogLevel.Error, "the task {Id} of {Section} has not ended within {Seconds} s (stop-grace)")]
        public static partial void StillRuns(ILogger logger, string id, string section, double seconds);
    }
}
