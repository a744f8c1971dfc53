using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary>A listening TCP or Unix socket.</summary>
internal sealed class SocketListener(ZmtpEndpoint endpoint, Socket socket, Func<Socket, ByteStream> open, Action? afterClose = null) : Listener(endpoint)
{
    private static readonly TimeSpan PauseWhenExhausted = TimeSpan.FromMilliseconds(100);

    /// <summary>A connection that is gone before it was accepted, or a lack of descriptors, must not end the listening.</summary>
    public override async Task<ByteStream> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket? accepted = null;
            try
            {
                accepted = await socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                return open(accepted);
            }
            catch (SocketException) when (!cancellationToken.IsCancellationRequested)
            {
                accepted?.Dispose();
                await Task.Delay(PauseWhenExhausted, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
            {
                throw new OperationCanceledException("The listener was disposed.", ended);
            }
        }
    }

    public override void Dispose()
    {
        socket.Dispose();
        afterClose?.Invoke();
    }
}
