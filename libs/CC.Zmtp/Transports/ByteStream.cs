namespace CC.Zmtp.Transports;

/// <summary>
/// An ordered stream of octets in both directions, as TCP gives it. One reader and one writer may be at work at the same
/// time. Failures are thrown as <see cref="System.Net.Sockets.SocketException"/>, <see cref="IOException"/> or <see cref="ObjectDisposedException"/>.
/// </summary>
internal abstract class ByteStream : IDisposable
{
    /// <summary>The other side's address, for people.</summary>
    public abstract string Peer { get; }

    /// <summary>Whether the other side is on this machine, by the address that it comes from.</summary>
    public abstract bool IsLocal { get; }

    /// <summary>Receives at least one octet; 0 when the other side has closed its direction.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Hands all octets to the transport.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> octets);

    /// <summary>Tells the other side that nothing more comes, after what was written.</summary>
    public abstract void CloseWrite();

    /// <summary>Ends reading and writing at once, also those under way.</summary>
    public abstract void Dispose();
}
