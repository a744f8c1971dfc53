using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace CC.Datagrams;

/// <summary>
/// Receives datagrams (UDP, RFC 768) and keeps them until they are read. Who sends them can't be made to wait, so what there is no room for is lost, and told. One caller
/// receives, one reads.
/// </summary>
public sealed class DatagramReceiver : IDisposable
{
    private readonly Socket socket;
    private readonly int longest;
    private readonly Action<DatagramLoss, int> lost;
    private readonly Channel<ReadOnlyMemory<byte>> queue;

    private DatagramReceiver(Socket socket, int longest, int queueSize, Action<DatagramLoss, int> lost)
    {
        this.socket = socket;
        this.longest = longest;
        this.lost = lost;
        queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(queueSize) { SingleReader = true, SingleWriter = true });
        Address = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Where it listens; the port is a free one if 0 was asked for.</summary>
    public IPEndPoint Address { get; }

    /// <summary>What has come. Ends when receiving has.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Arrived => queue.Reader;

    /// <summary>Takes the port; what comes waits in the system until <see cref="ReceiveAsync(CancellationToken)"/>.</summary>
    /// <param name="host">An address of this machine, or a name of it.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="longest">The longest datagram, in octets.</param>
    /// <param name="queueSize">How many may wait to be read.</param>
    /// <param name="lost">Told of each that is not kept, and its octets, on the receiving task. Of one that is too long only the octets that it may have are known.</param>
    /// <param name="cancellationToken">Ends the search for the name.</param>
    /// <exception cref="SocketException">The name is not known, or the port can't be had.</exception>
    public static async Task<DatagramReceiver> BindAsync(
        string host, int port, int longest, int queueSize, Action<DatagramLoss, int> lost, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var one) ? [one] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        var address = addresses.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return new DatagramReceiver(socket, longest, queueSize, lost);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Receives until cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="SocketException">The system lets it receive no longer.</exception>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[longest + 1]; // By the one more it shows that it is too long.
        try
        {
            while (true)
            {
                Keep(buffer.AsSpan(0, await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false)));
            }
        }
        finally
        {
            queue.Writer.TryComplete();
        }
    }

    /// <summary>Gives the port back.</summary>
    public void Dispose() => socket.Dispose();

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException tooLong) when (tooLong.SocketErrorCode == SocketError.MessageSize)
        {
            return buffer.Length; // So says Windows.
        }
    }

    private void Keep(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > longest)
        {
            lost(DatagramLoss.TooLong, longest);
        }
        else if (!queue.Writer.TryWrite(datagram.ToArray()))
        {
            lost(DatagramLoss.QueueFull, datagram.Length);
        }
    }
}
