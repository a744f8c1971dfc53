using System.Runtime.CompilerServices;

namespace CC.Server.Diagnostics;

/// <summary>What one thread has added to each counter. That thread alone writes, so that adding needs no lock; anybody may read.</summary>
internal sealed class CounterRow
{
    /// <summary>Cells at both ends that are not used: so no two threads write to one line of the processor's cache.</summary>
    private const int Margin = 8;

    private long[] cells = [];

    /// <summary>What all threads have added to a counter.</summary>
    public static long Sum(PerThread<CounterRow> rows, int counter)
    {
        var sum = 0L;
        foreach (var row in rows.All)
        {
            sum += row?.Read(counter) ?? 0;
        }

        return sum;
    }

    public void Add(int counter, long amount)
    {
        var own = cells;
        var cell = counter + Margin;
        if (cell + Margin >= own.Length)
        {
            own = Grow(cell);
        }

        Volatile.Write(ref own[cell], own[cell] + amount);
    }

    private long Read(int counter)
    {
        var now = Volatile.Read(ref cells);
        var cell = counter + Margin;
        return cell < now.Length ? Volatile.Read(ref now[cell]) : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] Grow(int cell)
    {
        var next = new long[Math.Max(cell + 1 + Margin, 2 * cells.Length)];
        cells.CopyTo(next, 0);
        Volatile.Write(ref cells, next);
        return next;
    }
}
