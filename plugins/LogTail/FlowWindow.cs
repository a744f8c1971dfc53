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

    /// <summary>It is not asked to answer.</summary>
    Unasked,
}

/// <summary>What to do next.</summary>
internal enum FlowAction
{
    /// <summary>Send on.</summary>
    Send,

    /// <summary>Send a little, to see whether the receiver answers again.</summary>
    SendLittle,

    /// <summary>Wait for an acknowledgement, or until the time given.</summary>
    Wait,

    /// <summary>Go back to what is acknowledged.</summary>
    GoBack,

    /// <summary>Ask what is stored, without sending anything, since what was sent must not be sent again to a receiver that may not know of positions.</summary>
    Ask,
}

/// <summary>
/// Decides how much may be on its way to the receiver. As long as acknowledgements come, up to a window; after a silence, little, in growing
/// intervals, until one comes. A receiver that never answered is asked, and then sent to without waiting, in case it can't answer.
/// </summary>
/// <param name="Timeout">How long to wait for an acknowledgement.</param>
/// <param name="Window">How many octets may be on their way.</param>
internal sealed record FlowWindow(TimeSpan Timeout, long Window)
{
    /// <summary>Silences after which a receiver that never answered is taken for mute.</summary>
    private const int SilencesOfTheMute = 3;

    // The waits after the first one, in units of it. They double; a mute receiver is asked more rarely.
    private const double Again = 0.4;
    private const double LongestAgain = 6;
    private const double LongestMute = 120;

    public Receiver Receiver { get; init; }

    /// <summary>Silences since the last acknowledgement.</summary>
    public int Silences { get; init; }

    /// <summary>When the last silence, or the sending after nothing was on its way, began.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>Whether there may be gaps in what was sent that the receiver has not told of.</summary>
    public bool MayHaveGaps => Receiver == Receiver.Mute || (Receiver == Receiver.Unknown && Silences > 0);

    private TimeSpan Wait => Timeout * Receiver switch
    {
        Receiver.Mute => Math.Min(LongestAgain * Math.Pow(2, Math.Min(Silences, 16) - SilencesOfTheMute), LongestMute),
        _ when Silences == 0 => 1,
        _ => Math.Min(Again * Math.Pow(2, Math.Min(Silences, 16) - 1), LongestAgain),
    };

    /// <summary>The window to begin with.</summary>
    public static FlowWindow For(Receiver receiver, TimeSpan timeout, long window) =>
        new(timeout, window) { Receiver = receiver, Silences = receiver == Receiver.Mute ? SilencesOfTheMute : 0 };

    /// <summary>The decision.</summary>
    /// <param name="onItsWay">Octets sent and not acknowledged.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to do, and when to decide again if nothing happens before.</returns>
    public (FlowAction Action, TimeSpan Until) Decide(long onItsWay, TimeSpan now)
    {
        if (Receiver == Receiver.Unasked || (onItsWay == 0 && Silences == 0))
        {
            return (FlowAction.Send, TimeSpan.MaxValue);
        }

        if (onItsWay == 0)
        {
            return (Receiver == Receiver.Mute ? FlowAction.Send : FlowAction.SendLittle, TimeSpan.MaxValue);
        }

        var until = Since + Wait;
        return now >= until ? (Receiver == Receiver.Acknowledges ? FlowAction.GoBack : FlowAction.Ask, until)
            : Receiver == Receiver.Mute || (Silences == 0 && onItsWay < Window) ? (FlowAction.Send, until)
            : (FlowAction.Wait, until);
    }

    /// <summary>Something was sent while nothing was on its way.</summary>
    public FlowWindow Started(TimeSpan now) => this with { Since = now };

    /// <summary>The receiver answered.</summary>
    public FlowWindow Answered(TimeSpan now) => this with { Receiver = Receiver.Acknowledges, Silences = 0, Since = now };

    /// <summary>The wait was in vain; the receiver was asked, or it was gone back.</summary>
    public FlowWindow Silent(TimeSpan now) => this with
    {
        Silences = Silences + 1,
        Since = now,
        Receiver = Receiver == Receiver.Unknown && Silences + 1 >= SilencesOfTheMute ? Receiver.Mute : Receiver,
    };
}
