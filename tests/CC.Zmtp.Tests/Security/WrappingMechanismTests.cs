using CC.Zmtp.Protocol;
using CC.Zmtp.Security;
using CC.Zmtp.Tests.Support;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Tests.Security;

/// <summary>The place where a mechanism such as CURVE transforms what follows the handshake, held open by a toy.</summary>
public sealed class WrappingMechanismTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_follows_the_handshake_is_transformed_both_ways_and_nothing_before()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");
        var decoder = new MessageDecoder(1 << 20, 10);
        var message = Messages.Encode(Messages.Body(300), [1, 2, 3]).Octets();

        var theirSide = SendAsync(theirs, message);
        var agreement = await RunAsync(ours, decoder).WaitAsync(Limit, TestContext.Current.CancellationToken);
        await theirSide.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Decoded kind;
        ReadOnlyMemory<byte> first;
        while ((kind = TryRead(decoder, out first)) == Decoded.Incomplete)
        {
            decoder.Commit(await agreement.Stream.ReadAsync(decoder.GetMemory()));
        }

        Assert.Equal(Decoded.Message, kind);
        Assert.Equal(Messages.Body(300), first.ToArray());
    }

    [Fact]
    public async Task What_is_on_the_wire_is_what_the_mechanism_made_of_it()
    {
        var (ours, theirs) = InprocStream.CreatePair("test");
        var plain = new MessageDecoder(1 << 20, 10);

        var ourSide = SendAsync(ours, [0, 1, 42]);
        await new Handshake(theirs, plain, Own, new ZmtpSocketOptions { Security = new Toy(wraps: false) }).RunAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
        await ourSide.WaitAsync(Limit, TestContext.Current.CancellationToken);
        while (plain.Unread.Length < 3)
        {
            plain.Commit(await theirs.ReadAsync(plain.GetMemory()));
        }

        Assert.Equal([0 ^ Toy.Key, 1 ^ Toy.Key, 42 ^ Toy.Key], plain.Unread.ToArray());
    }

    private static HandshakeProperties Own { get; } = new(SocketType.Dealer, default);

    private static Decoded TryRead(MessageDecoder decoder, out ReadOnlyMemory<byte> first)
    {
        var kind = decoder.TryRead(out var message, out _);
        first = kind == Decoded.Message ? message[0] : default;
        return kind;
    }

    private static Task<Agreement> RunAsync(ByteStream stream, MessageDecoder decoder) =>
        new Handshake(stream, decoder, Own, new ZmtpSocketOptions { Security = new Toy(wraps: true) }).RunAsync();

    private static async Task SendAsync(ByteStream stream, byte[] octets) =>
        await (await RunAsync(stream, new MessageDecoder(1 << 20, 10))).Stream.WriteAsync(octets);

    /// <summary>NULL, with every octet of the traffic turned over.</summary>
    private sealed class Toy(bool wraps) : ZmtpSecurity("TOY")
    {
        public const byte Key = 0x5A;

        internal override bool IsServer => false;

        internal override Mechanism Begin(HandshakeProperties own) => new ToyMechanism(own, wraps);
    }

    private sealed class ToyMechanism(HandshakeProperties own, bool wraps) : Mechanism
    {
        public override byte[] Start() => Command.Encode("READY"u8, own.Encode());

        public override byte[]? Receive(Command command)
        {
            Peer = Accept(command.Data, own.SocketType);
            return null;
        }

        public override ByteStream? Wrap(ByteStream stream, ReadOnlyMemory<byte> alreadyRead) => wraps ? new ToyStream(stream, alreadyRead) : null;
    }

    private sealed class ToyStream(ByteStream inner, ReadOnlyMemory<byte> unread) : ByteStream
    {
        private ReadOnlyMemory<byte> unread = unread;

        public override string Peer => inner.Peer;

        public override bool IsLocal => inner.IsLocal;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
        {
            if (unread.IsEmpty)
            {
                var room = new byte[buffer.Length];
                unread = room.AsMemory(0, await inner.ReadAsync(room));
            }

            var count = Math.Min(unread.Length, buffer.Length);
            TurnOver(unread.Span[..count]).CopyTo(buffer);
            unread = unread[count..];
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> octets) => inner.WriteAsync(TurnOver(octets.Span));

        public override void CloseWrite() => inner.CloseWrite();

        public override void Dispose() => inner.Dispose();

        private static byte[] TurnOver(ReadOnlySpan<byte> octets)
        {
            var turned = octets.ToArray();
            for (var i = 0; i < turned.Length; i++)
            {
                turned[i] ^= Toy.Key;
            }

            return turned;
        }
    }
}
