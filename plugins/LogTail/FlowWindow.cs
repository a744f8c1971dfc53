namespace CC.Plugins.LogTail;

/// <summary>What is known of the receiver.</summary>
internal enum Receiver
{
    /// <summary>It has not answered yet.</summary>
    Unknown,

    /// <summary>It acknowledges.</summary>
    Acknowledges,

    /// <summary>It has never answered, however long it was waited for: it may be one that does not know how.</summary>
    Mute,
}

/// <summary>What to do next.</summary>
internal enum FlowAction
{
    /// <summary>Send on.</summary>
    Send,

    /// <summary>Wait for an acknowledgement, or until the time given.</summary>
    Wait,

    /// <summary>Go back to what is acknowledged and send from there again.</summary>
    Rewind,
}

/// <summary>
/// Decides how much may be on its way to the receiver. As long as acknowledgements come, up to a window; after a silence, one
/// fragment at a time, as a probe, until one comes. A receiver that never answered is sent to without waiting, in case it can't answer.
/// </summary>
internal sealed record FlowWindow(TimeSpan Timeout, long Window)
{
    /// <summary>Silences after which a receiver that never answered is taken for mute.</summary>
    private const int SilencesOfTheMute = 3;

    /// <summary>How much shorter than a first silence each further one is waited for.</summary>
    private const double ProbePace = 0.4;

    public Receiver Receiver { get; init; }

    /// <summary>Silences since the last acknowledgement.</summary>
    public int Silences { get; init; }

    /// <summary>When the last silence, or the sending after nothing was on its way, began.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>The decision.</summary>
    /// <param name="onItsWay">Octets sent and not acknowledged.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to do, and when to decide again if nothing happens before.</returns>
    public (FlowAction Action, TimeSpan Until) Decide(long onItsWay, TimeSpan now)
    {
        if (onItsWay == 0 || Receiver == Receiver.Mute)
        {
            return (FlowAction.Send, TimeSpan.MaxValue);
        }

        var until = Since + (Silences == 0 ? Timeout : Timeout * ProbePace);
        return now >= until ? (FlowAction.Rewind, until)
            : Silences == 0 && onItsWay < Window ? (FlowAction.Send, until)
            : (FlowAction.Wait, until);
    }

    /// <summary>Something was sent while nothing was on its way.</summary>
    public FlowWindow Started(TimeSpan now) => this with { Since = now };

    /// <summary>The receiver answered.</summary>
    public FlowWindow Answered(TimeSpan now) => this with { Receiver = Receiver.Acknowledges, Silences = 0, Since = now };

    /// <summary>It was gone back after a silence.</summary>
    public FlowWindow Rewound(TimeSpan now) => this with
    {
        Silences = Silences + 1,
        Since = now,
        Receiver = Receiver == Receiver.Unknown && Silences + 1 >= SilencesOfTheMute ? Receiver.Mute : Receiver,
    };
}
