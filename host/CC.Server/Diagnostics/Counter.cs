using System.Diagnostics;
using CC.Sdk;

namespace CC.Server.Diagnostics;

/// <summary>One counter.</summary>
internal sealed class Counter(bool isTime) : ICounter
{
    private long total;

    public double Value => isTime ? Math.Round((double)Interlocked.Read(ref total) / Stopwatch.Frequency, 6) : Interlocked.Read(ref total);

    public void Add(long amount) => Interlocked.Add(ref total, amount);
}
