namespace CC.Plugins.InfoSender;

/// <summary>Decides how long an acknowledgement is waited for.</summary>
internal static class Patience
{
    /// <summary>So often a file is sent to a receiver that never answered, before that is taken for mute.</summary>
    public const int TriesOfTheMute = 3;

    // The waits, in units of the first one.
    private static readonly double[] Waits = [1, 1, 2, 4, 6];

    // The intervals at which a mute one is asked; they double.
    private const double FirstAsk = 6;
    private const double LongestAsk = 120;

    /// <summary>How long to wait before a receiver that is taken for mute is asked again.</summary>
    /// <param name="timeout">The first wait for an acknowledgement.</param>
    /// <param name="asks">How often it was asked before.</param>
    public static TimeSpan BeforeAsking(TimeSpan timeout, int asks) => timeout * Math.Min(FirstAsk * Math.Pow(2, Math.Min(asks, 16)), LongestAsk);

    /// <summary>How long to wait after something was sent.</summary>
    /// <param name="timeout">The first wait.</param>
    /// <param name="tries">How often it was sent before, in vain.</param>
    public static TimeSpan After(TimeSpan timeout, int tries) => timeout * Waits[Math.Min(tries, Waits.Length - 1)];

    /// <summary>What the receiver is, once something was sent to it in vain.</summary>
    public static Receiver Judge(Receiver receiver, int tries) => receiver == Receiver.Unknown && tries >= TriesOfTheMute ? Receiver.Mute : receiver;
}
