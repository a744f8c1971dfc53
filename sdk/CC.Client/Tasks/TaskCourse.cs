using CC.Sdk.Bodies;

namespace CC.Client.Tasks;

/// <summary>
/// Where a task stands for who has sent it, or watches it, and what to do next. Immutable; knows no clock and no socket: times are since any moment that stays the same.
/// </summary>
internal sealed record TaskCourse
{
    /// <summary>How long to wait where the way to the runner is full.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    /// <summary>How long something of a runner may take to come that is trusted, once something has come that is not: a router that does not sign need not spoil what its runners do.</summary>
    private static readonly TimeSpan RefusalGrace = TimeSpan.FromSeconds(2);

    /// <summary>Who does not answer is asked ever less often, down to this.</summary>
    private const int RarestQuestions = 6;

    private readonly TaskPatience patience;

    private TaskCourse(TaskPatience patience) => this.patience = patience;

    /// <summary>What to do now.</summary>
    public TaskAction Action { get; private init; }

    /// <summary>When to look again, if nothing comes.</summary>
    public TimeSpan Due => RefusedSince is { } since ? Earlier(NextLook, since + RefusalGrace) : NextLook;

    /// <summary>What has become of it, once it is over.</summary>
    public TaskOutcome Outcome { get; private init; }

    /// <summary>Why, where no reply or error says so.</summary>
    public string Why { get; private init; } = "";

    /// <summary>Since when its runner is known to be gone.</summary>
    public TimeSpan? GoneSince { get; private init; }

    private TimeSpan NextLook { get; init; }

    private TimeSpan? RefusedSince { get; init; }

    private string Refusal { get; init; } = "";

    private bool IsWatched { get; init; }

    private TimeSpan Begun { get; init; }

    private int Tries { get; init; }

    private bool IsAnswered { get; init; }

    private bool HasStarted { get; init; }

    private bool CanBeAsked { get; init; }

    private TimeSpan Heard { get; init; }

    private int Questions { get; init; }

    /// <summary>A task that is to be sent.</summary>
    public static TaskCourse OfSender(TaskPatience patience, TimeSpan now) => new TaskCourse(patience) { Begun = now, Heard = now }.Try(now);

    /// <summary>A task that somebody has sent.</summary>
    public static TaskCourse OfWatcher(TaskPatience patience, TimeSpan now) => new TaskCourse(patience) { Begun = now, Heard = now, IsWatched = true }.Try(now);

    /// <summary>Something has come.</summary>
    public TaskCourse Take(TaskNews news, TimeSpan now) => news.Status switch
    {
        null => TakeError(news, now),
        TaskStatuses.Finished => End(TaskOutcome.Finished),
        TaskStatuses.Failed => End(news.IsRefusal || (news.LacksExitCode && !HasStarted) ? TaskOutcome.Refused : TaskOutcome.Failed),
        TaskStatuses.Stopped => End(TaskOutcome.Stopped),
        TaskStatuses.Unknown => TakeUnknown(now),
        TaskStatuses.Forwarded => Lives(now) with { CanBeAsked = CanBeAsked || news.IsAnswering },
        _ => Lives(now) with { CanBeAsked = CanBeAsked || news.IsAnswering, HasStarted = true, RefusedSince = null },
    };

    /// <summary>Nothing has come until <see cref="Due"/>.</summary>
    public TaskCourse Pass(TimeSpan now) =>
        now < Due ? this with { Action = TaskAction.Wait }
        : RefusedSince is { } refused && now - refused >= RefusalGrace ? End(TaskOutcome.Untrusted, Refusal)
        : !IsAnswered ? (Tries <= patience.Resends ? Try(now) : End(TaskOutcome.NoAnswer, $"nothing was heard of it within {(now - Begun).TotalSeconds:0} s; see if the node has a route for task, and if the router runs"))
        : GoneSince is { } since && now - since >= patience.Gone ? End(TaskOutcome.Lost, $"its runner is gone for {(now - since).TotalSeconds:0} s")
        : CanBeAsked && now - Heard >= patience.Quiet + patience.Gone ? End(TaskOutcome.Lost, $"nobody who knows of it has answered for {(now - Heard).TotalSeconds:0} s")
        : Ask(now);

    /// <summary>What has come is not to be trusted. It is passed over once the runner has said what is.</summary>
    public TaskCourse Refuse(string why, TimeSpan now) => HasStarted || RefusedSince is not null ? Ignore() : this with { Action = TaskAction.Wait, RefusedSince = now, Refusal = why };

    /// <summary>What has come is about something else.</summary>
    public TaskCourse Ignore() => this with { Action = TaskAction.Wait };

    private TaskCourse TakeError(TaskNews news, TimeSpan now) => news.Code switch
    {
        TaskErrors.Busy => Hold(now),
        TaskErrors.NoRoute or TaskErrors.RunnerGone or "" => IsAnswered || Tries > 1 ? Gone(now) : End(TaskOutcome.NoRoute),
        TaskErrors.Forgotten => End(TaskOutcome.Lost),
        _ when news.IsAboutQuestion && !IsWatched => Lives(now) with { CanBeAsked = false },
        _ => End(IsAnswered && !news.IsAboutQuestion && HasStarted ? TaskOutcome.Lost : TaskOutcome.Refused),
    };

    /// <summary>What has started is never sent again: the runner may have forgotten that it is done already.</summary>
    private TaskCourse TakeUnknown(TimeSpan now) =>
        IsWatched ? End(HasStarted ? TaskOutcome.Lost : TaskOutcome.Refused, "its runner knows nothing of it")
        : HasStarted || now - Begun > patience.Unknown ? End(TaskOutcome.Lost, "its runner knows nothing of it any more")
        : Lives(now) with { Action = TaskAction.Send, CanBeAsked = true };

    private TaskCourse Try(TimeSpan now) => this with
    {
        Action = IsWatched ? TaskAction.AskStatus : TaskAction.Send,
        Tries = Tries + 1,
        NextLook = now + patience.FirstReply,
    };

    private TaskCourse Lives(TimeSpan now) => this with
    {
        Action = TaskAction.Wait,
        IsAnswered = true,
        Heard = now,
        Questions = 0,
        GoneSince = null,
        NextLook = now + patience.Quiet,
    };

    /// <summary>The runner has gone; who says so is there, and is asked on.</summary>
    private TaskCourse Gone(TimeSpan now)
    {
        var since = GoneSince ?? now;
        return this with
        {
            Action = TaskAction.Wait,
            IsAnswered = true,
            CanBeAsked = true,
            Heard = now,
            Questions = 0,
            GoneSince = since,
            NextLook = Earlier(now + patience.Quiet, since + patience.Gone),
        };
    }

    /// <summary>There was no room on the way: the same once more in a moment, for as long as nothing at all may come.</summary>
    private TaskCourse Hold(TimeSpan now) => IsAnswered
        ? this with { Action = TaskAction.Wait, NextLook = now + patience.Quiet }
        : now - Begun >= patience.FirstReply * (patience.Resends + 1) ? End(TaskOutcome.Refused)
        : this with { Action = TaskAction.Wait, Tries = Tries - 1, NextLook = now + BusyPause };

    private TaskCourse Ask(TimeSpan now)
    {
        var pause = patience.Quiet * Math.Min(RarestQuestions, CanBeAsked || Questions < 2 ? 1 : 1 << Math.Min(Questions - 1, 3));
        return this with
        {
            Action = TaskAction.AskStatus,
            Questions = Questions + 1,
            NextLook = GoneSince is { } since ? Earlier(now + pause, since + patience.Gone) : now + pause,
        };
    }

    private TaskCourse End(TaskOutcome outcome, string why = "") => this with { Action = TaskAction.End, Outcome = outcome, Why = why };

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
