using System.Net.Sockets;

namespace CC.Zmtp.Transports;

/// <summary>A connected TCP or Unix socket.</summary>
internal sealed class SocketStream(Socket socket, string peer, bool isLocal) : ByteStream
{
    public override string Peer => peer;

    public override bool IsLocal => isLocal;

    public Socket Socket => socket;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        var sending = socket.SendAsync(octets, SocketFlags.None);
        return sending.IsCompletedSuccessfully ? SendRestAsync(sending.Result, octets) : FinishAsync(sending, octets);
    }

    /// <summary>
    /// Without this, disposing a socket whose receive is pending resets the connection, and the peer loses
    /// what it has not read yet.
    /// </summary>
    public override void CloseWrite()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The connection has ended already; there is nobody left to tell.
        }
    }

    public override void Dispose() => socket.Dispose();

    private async ValueTask FinishAsync(ValueTask<int> sending, ReadOnlyMemory<byte> octets) =>
        await SendRestAsync(await sending.ConfigureAwait(false), octets).ConfigureAwait(false);

    private ValueTask SendRestAsync(int sent, ReadOnlyMemory<byte> octets) =>
        sent == octets.Length ? default : WriteAsync(octets[sent..]);
}
