using System.Buffers.Binary;
using System.Collections.Concurrent;
using CC.Frames;
using CC.Sdk;

namespace CC.Server.Messaging;

/// <summary>
/// Return addresses within the process. They look like the identities of connections, so that one rule answers both; they begin with a
/// zero octet, which no peer may choose, and differ in length from those that the socket generates.
/// </summary>
internal sealed class LinkTable
{
    private const int AddressLength = 10;
    private const byte Mark = (byte)'L';

    private readonly ConcurrentDictionary<long, Func<Message, ValueTask>> receivers = new();
    private long last;

    /// <summary>Makes an address, encoded as a frame.</summary>
    public (long Id, byte[] Address) Open(Func<Message, ValueTask> receive)
    {
        var id = Interlocked.Increment(ref last);
        receivers[id] = receive;
        var address = new byte[AddressLength];
        address[1] = Mark;
        BinaryPrimitives.WriteInt64BigEndian(address.AsSpan(2), id);
        return (id, Multipart.EncodeAddress(address));
    }

    public void Close(long id) => receivers.TryRemove(id, out _);

    public static bool IsLink(ReadOnlySpan<byte> address) => address.Length == AddressLength && address[0] == 0 && address[1] == Mark;

    /// <summary>The receiver at an address, or null if it is gone.</summary>
    public Func<Message, ValueTask>? Find(ReadOnlySpan<byte> address) =>
        receivers.GetValueOrDefault(BinaryPrimitives.ReadInt64BigEndian(address[2..]));
}
