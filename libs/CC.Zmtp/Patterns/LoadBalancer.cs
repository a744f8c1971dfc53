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

        for (var i = 0; i < candidates.Length; i++)
        {
            var pipe = candidates[(int)((uint)Interlocked.Increment(ref turn) % (uint)candidates.Length)];
            if (pipe.TrySend(message))
            {
                return pipe;
            }
        }

        return null;
    }
}
