using System.Diagnostics;

namespace CC.Server.Routing;

/// <summary>
/// Tells how the calls of one handler on one thread are timed. Looking at the stopwatch takes longer than a short call, so where calls come thick only some
/// are timed, at random; each of those stands for the ones before it that were not. A call that takes long counts for itself, timed or not.
/// </summary>
internal struct CallClock
{
    /// <summary>Calls within a tick of the coarse clock (1 to 10 ms, as the system has it) that are timed one by one; of more, one in as many is.</summary>
    public const int Share = 16;

    /// <summary>Milliseconds from which on a call counts for itself.</summary>
    public const long Long = 20;

    private long tick;
    private int within;
    private int untilTimed;
    private int untimed;
    private uint random;

    /// <summary>Whether the call that begins is to be timed.</summary>
    /// <param name="now">Milliseconds, by the coarse clock.</param>
    public bool IsTimed(long now)
    {
        if (now != tick)
        {
            (tick, within) = (now, 0);
        }

        if (within < Share)
        {
            within++;
            return true;
        }

        if (--untilTimed >= 0)
        {
            return false;
        }

        untilTimed = NextStride();
        return true;
    }

    /// <summary>Whether a call counts for itself.</summary>
    /// <param name="took">Ticks of the stopwatch.</param>
    public static bool IsLong(long took) => took * 1000 >= Long * Stopwatch.Frequency;

    /// <summary>What to count for a call that was timed, has returned at once, and was not long.</summary>
    /// <param name="took">Ticks of the stopwatch, as what is returned.</param>
    public long Timed(long took)
    {
        took *= untimed + 1;
        untimed = 0;
        return took;
    }

    /// <summary>What to count for a call that was not timed and has returned at once, in ticks of the stopwatch.</summary>
    /// <param name="took">Milliseconds, by the coarse clock.</param>
    public long Untimed(long took)
    {
        if (took >= Long)
        {
            return took * Stopwatch.Frequency / 1000;
        }

        untimed++;
        return 0;
    }

    /// <summary>How many are not timed before the next that is: any number below twice the share, so that no pattern of the calls meets its like.</summary>
    private int NextStride()
    {
        random = (random * 1664525) + 1013904223;
        return (int)(random >> 16) % ((2 * Share) - 1);
    }
}
