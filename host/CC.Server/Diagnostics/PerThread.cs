using System.Runtime.CompilerServices;

namespace CC.Server.Diagnostics;

/// <summary>
/// Something that each thread has one of for itself, to write to without others in its way. What a thread leaves goes on with the thread that gets
/// its number, so there are never more than threads at once, and nothing that was counted is lost.
/// </summary>
internal sealed class PerThread<T>
    where T : class, new()
{
    private readonly Lock gate = new();
    private T?[] all = [];

    /// <summary>The calling thread's; not to be kept across an await.</summary>
    public T Own
    {
        get
        {
            var known = Volatile.Read(ref all);
            var number = ThreadNumber.Current;
            return number < known.Length && known[number] is { } own ? own : Make(number);
        }
    }

    /// <summary>All threads', to be read only.</summary>
    public ReadOnlySpan<T?> All => Volatile.Read(ref all);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Make(int number)
    {
        lock (gate)
        {
            var next = new T?[Math.Max(all.Length, number + 1)];
            all.CopyTo(next, 0);
            next[number] = new T();
            Volatile.Write(ref all, next);
            return next[number]!;
        }
    }
}
