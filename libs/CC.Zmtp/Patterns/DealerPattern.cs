using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>DEALER (RFC 28), and its halves PUSH and PULL (RFC 30): out round robin, in fairly queued.</summary>
internal sealed class DealerPattern(SocketCore core) : SocketPattern(core)
{
    private readonly LoadBalancer balancer = new();

    public override bool CanSend => Core.Type != SocketType.Pull;

    public override bool CanReceive => Core.Type != SocketType.Push;

    public override void Added(Pipe pipe) => balancer.Add(pipe);

    public override void Removed(Pipe pipe) => balancer.Remove(pipe);

    public override SendOutcome TrySend(in Multipart message) =>
        balancer.TrySend(message) is null ? SendOutcome.NoRoom : SendOutcome.Sent;

    public override bool Arrived(Pipe pipe, ref Multipart message)
    {
        if (!CanReceive)
        {
            Core.Dropped(DropReason.Unexpected, pipe);
        }

        return CanReceive;
    }
}
