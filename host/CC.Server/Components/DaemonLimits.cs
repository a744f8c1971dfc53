namespace CC.Server.Components;

/// <summary>How often a daemon may fail before it is not started any more.</summary>
/// <param name="FailuresInRow">Runs that fail one after the other; 0 for any number.</param>
/// <param name="Healthy">A daemon that has run this long was healthy: what failed before no longer counts.</param>
internal sealed record DaemonLimits(int FailuresInRow, TimeSpan Healthy)
{
    /// <summary>Nothing is too much.</summary>
    public static DaemonLimits None { get; } = new(0, TimeSpan.Zero);
}
