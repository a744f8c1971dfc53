using System.Runtime.CompilerServices;
using CC.Sdk;

namespace CC.Server.Routing;

/// <summary>The call that a mailbox's loop is inside of. When the handler keeps the thread and is left behind, the loop goes on, on another thread, without it.</summary>
internal sealed class LoopCall
{
    private Mailbox? mailbox;
    private Message message;
    private Occupant? occupant; // Whoever takes it from here decides how the call ends.

    /// <summary>Calls the handler's code; false if the handler was left behind meanwhile, and the loop has gone on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryBegin(Mailbox loop, Occupant current, in Message about, out ValueTask handling)
    {
        (mailbox, message) = (loop, about);
        Interlocked.Exchange(ref occupant, current);
        handling = current.Abandoned.IsCancellationRequested ? ValueTask.FromCanceled(current.Abandoned) : current.Call(about);
        if (Interlocked.CompareExchange(ref occupant, null, current) != current)
        {
            return false;
        }

        message = default; // It may be large.
        return true;
    }

    /// <summary>Has the loop go on if it is inside of an occupant that is left behind; returns the message that is left behind with it.</summary>
    public Message? LeaveBehind(Occupant before)
    {
        if (Interlocked.CompareExchange(ref occupant, null, before) != before)
        {
            return null;
        }

        var (loop, about) = (mailbox!, message);
        loop.GoOn();
        return about;
    }
}
