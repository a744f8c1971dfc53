using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary>A listening TCP or Unix socket.</summary>
internal sealed class SocketListener(ZmtpEndpoint endpoint, Socket socket, Func<Socket, ByteStream> open, BoundPath? file = null) : Listener(endpoint)
{
    private static readonly TimeSpan PauseWhenExhausted = TimeSpan.FromMilliseconds(100);

    public override async Task<ByteStream> AcceptAsync(CancellationToken cancellationToken)
    {
        var accepted = await AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return open(accepted);
        }
        catch (Exception failure) // Most often it was gone again before it could be looked at.
        {
            accepted.Dispose();
            throw new ZmtpException(ZmtpError.ConnectionLost, $"A connection that came in could not be taken: {failure.Message}", failure);
        }
    }

    public override void Dispose()
    {
        file?.Remove();
        socket.Dispose();
    }

    /// <summary>A lack of descriptors must not end the listening; it is waited out.</summary>
    private async Task<Socket> AcceptSocketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException failure) when (!cancellationToken.IsCancellationRequested)
            {
                var isExhausted = failure.SocketErrorCode is not (SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted);
                await Task.Delay(isExhausted ? PauseWhenExhausted : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
            {
                throw new OperationCanceledException("The listener was disposed.", ended);
            }
        }
    }
}
