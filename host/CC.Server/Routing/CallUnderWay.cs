namespace CC.Server.Routing;

/// <summary>A call that does not return at once.</summary>
/// <param name="tick">When it began, by the coarse clock: what it is known by on its thread.</param>
/// <param name="began">The same, as the stopwatch has it.</param>
internal sealed class CallUnderWay(long tick, long began)
{
    private int budgets;

    public long Tick => tick;

    public long Began => began;

    /// <summary>The whole budgets that it has used up, as far as they are counted.</summary>
    public int Budgets => Volatile.Read(ref budgets);

    /// <summary>Counts budgets; returns how many were counted before. Whoever counts the same at once gets them as counted.</summary>
    public int Count(int used)
    {
        var before = Interlocked.Exchange(ref budgets, used);
        return Math.Min(before, used);
    }
}
