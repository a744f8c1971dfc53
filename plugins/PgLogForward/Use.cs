namespace CC.Plugins.PgLogForward;

/// <summary>How often, and for how long.</summary>
internal readonly record struct Use(long Count, double Milliseconds, int Over5Seconds, int Over20Seconds)
{
    public Use And(long count, double milliseconds) =>
        new(Count + count, Milliseconds + milliseconds, Over5Seconds + (milliseconds > 5000 ? 1 : 0), Over20Seconds + (milliseconds > 20_000 ? 1 : 0));
}
