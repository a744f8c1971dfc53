using System.Runtime.CompilerServices;

namespace CC.Loading;

/// <summary>Proves that a context that was told to unload is gone: nothing refers to it any more, and a collection has taken it.</summary>
public static class UnloadProof
{
    /// <summary>As many collections as it takes for what others still held in a register, or for finalizers, to go.</summary>
    public const int Collections = 12;

    /// <summary>Collects until the context is gone; false if it is still there at the end. Blocks; for tests. Must be called where no local of the caller holds the context.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsGone(WeakReference context)
    {
        for (var i = 0; i < Collections && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !context.IsAlive;
    }
}
