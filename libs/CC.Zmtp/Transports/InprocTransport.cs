using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CC.Zmtp.Transports;

/// <summary><c>inproc://</c>: streams within the process, under names that the whole process shares.</summary>
internal sealed class InprocTransport : Transport
{
    private static readonly ConcurrentDictionary<string, InprocListener> Bound = new();

    public override Task<ByteStream> ConnectAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var (ours, theirs) = InprocStream.CreatePair(endpoint.ToString());
        return Bound.TryGetValue(endpoint.Address, out var listener) && listener.Offer(theirs)
            ? Task.FromResult<ByteStream>(ours)
            : throw new ZmtpException(ZmtpError.CannotConnect, $"Nothing in this process is bound to {endpoint}.");
    }

    public override Task<Listener> BindAsync(ZmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var listener = new InprocListener(endpoint, () => Bound.TryRemove(endpoint.Address, out _));
        return Bound.TryAdd(endpoint.Address, listener)
            ? Task.FromResult<Listener>(listener)
            : throw new ZmtpException(ZmtpError.CannotBind, $"Cannot bind {endpoint}: the name is in use in this process.");
    }

    private sealed class InprocListener(ZmtpEndpoint endpoint, Action remove) : Listener(endpoint)
    {
        private readonly Channel<ByteStream> offered = Channel.CreateUnbounded<ByteStream>();

        public bool Offer(ByteStream stream) => offered.Writer.TryWrite(stream);

        public override async Task<ByteStream> AcceptAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await offered.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException closed)
            {
                throw new OperationCanceledException("The listener was disposed.", closed);
            }
        }

        public override void Dispose()
        {
            remove();
            offered.Writer.TryComplete();
            while (offered.Reader.TryRead(out var never))
            {
                never.Dispose();
            }
        }
    }
}
