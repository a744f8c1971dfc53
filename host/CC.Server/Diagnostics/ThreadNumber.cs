using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace CC.Server.Diagnostics;

/// <summary>Tells threads apart by small numbers. No two that live have the same; the number of one that has ended goes to another.</summary>
internal sealed class ThreadNumber
{
    private static readonly ConcurrentQueue<int> Free = [];
    private static int used;

    [ThreadStatic]
    private static ThreadNumber? own;

    private readonly int number = Free.TryDequeue(out var free) ? free : Interlocked.Increment(ref used) - 1;

    /// <summary>Runs when nothing refers to it any more: its thread was the only one that did, and has ended.</summary>
    ~ThreadNumber() => Free.Enqueue(number);

    /// <summary>The calling thread's, from 0.</summary>
    public static int Current => own is { } known ? known.number : First();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int First() => (own = new ThreadNumber()).number;
}
