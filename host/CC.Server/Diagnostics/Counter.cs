using System.Diagnostics;
using CC.Sdk;

namespace CC.Server.Diagnostics;

/// <summary>One counter: a cell in each thread's row.</summary>
internal sealed class Counter(PerThread<CounterRow> rows, int index, bool isTime) : ICounter
{
    /// <summary>Which cell.</summary>
    public int Index => index;

    public double Value => isTime ? Math.Round((double)CounterRow.Sum(rows, index) / Stopwatch.Frequency, 6) : CounterRow.Sum(rows, index);

    public void Add(long amount) => rows.Own.Add(index, amount);
}
