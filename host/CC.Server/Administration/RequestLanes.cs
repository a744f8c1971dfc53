using CC.Client.Control;
using CC.Sdk;

namespace CC.Server.Administration;

/// <summary>
/// Has what each connection asks carried out in the order in which it came, one request after the other. Connections go on beside each other, so that none waits for
/// what another one asks.
/// </summary>
/// <param name="carryOut">Carries out a request, and answers it; must not throw.</param>
internal sealed class RequestLanes(Func<Message, Task> carryOut)
{
    /// <summary>Requests of one connection that may be under way.</summary>
    public const int MaxOfOne = 10_000;

    /// <summary>Requests of all connections that may be under way.</summary>
    public const int MaxOfAll = 50_000;

    /// <summary>Octets that they may hold on to. A connection that has nothing under way is heard even so.</summary>
    public const long MaxOctets = 64L * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Subscriber, Queue<Message>> lanes = [];
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int underWay = 1; // One for as long as this is not closed.
    private long octets;
    private bool isClosed;

    /// <summary>Puts a request behind those of its connection.</summary>
    /// <exception cref="ControlException">There is no room for it.</exception>
    public void Add(in Message message)
    {
        var from = Subscriber.Of(message);
        lock (gate)
        {
            var lane = lanes.GetValueOrDefault(from);
            RequireRoom(lane?.Count ?? 0, message.ContentLength);
            underWay++;
            octets += message.ContentLength;
            if (lane is not null)
            {
                lane.Enqueue(message);
                return;
            }

            lane = new Queue<Message>([message]);
            lanes.Add(from, lane);
            _ = Task.Run(() => RunAsync(from, lane));
        }
    }

    /// <summary>Takes no more, and waits until all that is under way is answered.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            underWay -= isClosed ? 0 : 1;
            isClosed = true;
            EndIfIdle();
        }

        return idle.Task;
    }

    private void RequireRoom(int own, long length)
    {
        if (isClosed)
        {
            throw new ControlException(ControlErrors.Stopping, "the node is about to stop");
        }

        if (own >= MaxOfOne || underWay > MaxOfAll || (own > 0 && octets + length > MaxOctets))
        {
            throw new ControlException(ControlErrors.Busy, $"{own} requests of this connection, and {underWay - 1} of all, are under way; ask again when some are answered");
        }
    }

    private async Task RunAsync(Subscriber from, Queue<Message> lane)
    {
        do
        {
            await carryOut(Front(lane));
        }
        while (Advance(from, lane));
    }

    private Message Front(Queue<Message> lane)
    {
        lock (gate)
        {
            return lane.Peek();
        }
    }

    /// <summary>Takes out what is carried out. False if nothing more waits: then the connection is forgotten until it asks again.</summary>
    private bool Advance(Subscriber from, Queue<Message> lane)
    {
        lock (gate)
        {
            octets -= lane.Dequeue().ContentLength;
            underWay--;
            if (lane.Count > 0)
            {
                return true;
            }

            lanes.Remove(from);
            EndIfIdle();
            return false;
        }
    }

    private void EndIfIdle()
    {
        if (underWay == 0)
        {
            idle.TrySetResult();
        }
    }
}
