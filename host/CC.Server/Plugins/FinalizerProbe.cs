using System.Runtime.CompilerServices;

namespace CC.Server.Plugins;

/// <summary>Finds out whether the runtime's one thread for finalizers is held up: lets an object go, and sees whether it is finalized.</summary>
internal sealed class FinalizerProbe(TimeProvider time)
{
    private readonly StrongBox<bool> isFinalized = new(true);
    private long sent;

    /// <summary>How long ago an object was let go that is not finalized yet; zero if there is none.</summary>
    public TimeSpan Delay => Volatile.Read(ref isFinalized.Value) ? TimeSpan.Zero : time.GetElapsedTime(sent);

    /// <summary>Lets another object go, if the one before was finalized; to be called before a collection.</summary>
    public void Send()
    {
        if (Volatile.Read(ref isFinalized.Value))
        {
            sent = time.GetTimestamp();
            Volatile.Write(ref isFinalized.Value, false);
            LetGo(isFinalized);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LetGo(StrongBox<bool> mark) => _ = new Probe(mark);

    private sealed class Probe(StrongBox<bool> mark)
    {
        ~Probe() => Volatile.Write(ref mark.Value, true);
    }
}
