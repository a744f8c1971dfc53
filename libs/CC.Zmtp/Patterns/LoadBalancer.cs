using System.Collections.Immutable;
using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>Sends each message to the next pipe that has room (RFC 28, RFC 30: "round-robin strategy"). Thread-safe.</summary>
internal sealed class LoadBalancer
{
    private ImmutableArray<Pipe> pipes = [];
    private int turn = -1;

    public void Add(Pipe pipe) => ImmutableInterlocked.Update(ref pipes, static (all, one) => all.Add(one), pipe);

    public void Remove(Pipe pipe) => ImmutableInterlocked.Update(ref pipes, static (all, one) => all.Remove(one), pipe);

    /// <summary>The pipe that took the message, or null when none has room.</summary>
    public Pipe? TrySend(in Multipart message)
    {
        var candidates = pipes;
        if (candidates.Length == 1)
        {
            return candidates[0].TrySend(message) ? candidates[0] : null;
        }

        // One turn a message, however many pipes are full: senders that took turns from each other here could all miss the free one.
        var first = (uint)Interlocked.Increment(ref turn);
        for (var i = 0u; i < candidates.Length; i++)
        {
            var pipe = candidates[(int)((first + i) % (uint)candidates.Length)];
            if (pipe.TrySend(message))
            {
                if (i > 0)
                {
                    Interlocked.Add(ref turn, (int)i);
                }

                return pipe;
            }
        }

        return null;
    }
}
