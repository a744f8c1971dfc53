namespace CC.Plugins.TaskRunner;

/// <summary>
/// How much of what a task tells its client has not taken yet, as the router says. Nothing is said by a router of CC 0.8.7, by one that can't read what it hands on, since it is encrypted,
/// or when the way to it is lost: a task does not wait for ever for somebody who may never hear of it. Belongs to the runner's loop.
/// </summary>
/// <param name="makeRoom">Called with how many more the task may tell.</param>
internal sealed class FeedbackFlow(Action<int> makeRoom)
{
    /// <summary>How long the router may be silent until it is asked.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    /// <summary>How long one may be silent that has never answered about this task, and one that has.</summary>
    private static readonly TimeSpan FirstPatience = 2 * Window;

    /// <inheritdoc cref="FirstPatience"/>
    private static readonly TimeSpan Patience = 6 * Window;

    private int told;
    private int taken;
    private bool hasAnswered;
    private TimeSpan heardAt;
    private TimeSpan askedAt;

    /// <summary>Whether the router does not answer; what is told then counts as taken when it is sent.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Whether anything of it is on its way.</summary>
    public bool IsOpen => taken < told;

    /// <summary>When to look again, while it is open.</summary>
    public TimeSpan DueAt => Later(heardAt, askedAt) + Window;

    /// <summary>How much was told so far.</summary>
    public int Told => told;

    /// <summary>One more is told; returns its number.</summary>
    public int Next(TimeSpan now)
    {
        if (!IsOpen)
        {
            (heardAt, askedAt) = (now, now);
        }

        return ++told;
    }

    /// <summary>The router has said something: up to which one they are taken, or, by 0, that they wait.</summary>
    public void Answered(int number, TimeSpan now)
    {
        (hasAnswered, IsGivenUp, heardAt) = (true, false, now);
        Take(number);
    }

    /// <summary>Nothing more is to be expected of any up to a number.</summary>
    public void Take(int number)
    {
        var more = Math.Min(number, told) - taken;
        if (more > 0)
        {
            taken += more;
            makeRoom(more);
        }
    }

    /// <summary>What to do now about one that is open.</summary>
    public FlowTurn Look(TimeSpan now) =>
        now < DueAt ? FlowTurn.Wait
        : now - heardAt >= (hasAnswered ? Patience : FirstPatience) ? FlowTurn.GiveUp
        : FlowTurn.Ask;

    /// <summary>The router is asked.</summary>
    public void Asked(TimeSpan now) => askedAt = now;

    /// <summary>The router does not answer; what it says later counts again.</summary>
    public void GiveUp()
    {
        IsGivenUp = true;
        Take(told);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
