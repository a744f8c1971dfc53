using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Server.Routing;

/// <summary>One thread's calls to one occupant. That thread alone writes, anybody may read how many there were.</summary>
internal sealed class ThreadCalls
{
    private Cells cells;
    private volatile CallUnderWay? seen;

    /// <summary>Calls that began on the thread.</summary>
    public long Entered => Volatile.Read(ref cells.Entered);

    /// <summary>Calls that ended on the thread, wherever they began.</summary>
    public long Left => Volatile.Read(ref cells.Left);

    /// <summary>Calls that ended well on the thread.</summary>
    public long Succeeded => Volatile.Read(ref cells.Succeeded);

    public void Enter() => Volatile.Write(ref cells.Entered, cells.Entered + 1);

    public void Leave() => Volatile.Write(ref cells.Left, cells.Left + 1);

    public void Succeed() => Volatile.Write(ref cells.Succeeded, cells.Succeeded + 1);

    /// <summary>The handler is about to be called. What follows is <see cref="Return()"/>, or the other.</summary>
    public CallStart Begin()
    {
        var now = Environment.TickCount64;
        Volatile.Write(ref cells.Inside, now);
        return new CallStart(now, cells.Clock.IsTimed(now) ? Stopwatch.GetTimestamp() : 0);
    }

    /// <summary>The handler has returned at once, and is done; returns what is to be counted for it, in ticks of the stopwatch.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isLong">Whether it has taken so long that it may have been seen.</param>
    public long End(CallStart call, out bool isLong)
    {
        if (call.IsTimed)
        {
            var took = Stopwatch.GetTimestamp() - call.Timestamp;
            isLong = CallClock.IsLong(took);
            return isLong ? took : cells.Clock.Timed(took);
        }

        var milliseconds = Environment.TickCount64 - call.Tick;
        isLong = milliseconds >= CallClock.Long;
        return cells.Clock.Untimed(milliseconds);
    }

    /// <summary>The handler's code has let go of the thread.</summary>
    public void Return() => Volatile.Write(ref cells.Inside, 0);

    /// <summary>The same, when the call is to be judged: as it was seen while it kept the thread, if it was.</summary>
    public CallUnderWay Return(CallStart call)
    {
        Return();
        return seen is { } known && known.Tick == call.Tick ? known : new CallUnderWay(call.Tick, call.Began);
    }

    /// <summary>The call that keeps the thread at this moment, or null. For one looker at a time, on any thread.</summary>
    public CallUnderWay? Look()
    {
        var tick = Volatile.Read(ref cells.Inside);
        return tick == 0 ? null
            : seen is { } known && known.Tick == tick ? known
            : seen = new CallUnderWay(tick, new CallStart(tick, 0).Began);
    }

    /// <summary>With room at both ends, so that no two threads write to one line of the processor's cache.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Cells
    {
        [FieldOffset(64)]
        public long Entered;
        [FieldOffset(72)]
        public long Left;
        [FieldOffset(80)]
        public long Succeeded;
        [FieldOffset(88)]
        public long Inside; // When the call began that keeps the thread, by the coarse clock; 0 while none does.
        [FieldOffset(96)]
        public CallClock Clock;
    }
}
