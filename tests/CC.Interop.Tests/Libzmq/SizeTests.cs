using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Libzmq;

/// <summary>Messages of 1 to 20 frames and of 0 octets to 64 MiB, unspoiled in both directions.</summary>
public sealed class SizeTests
{
    private const int MiB = 1024 * 1024;

    /// <summary>Around each border: of short headers, of what is copied, of slabs and kernel buffers.</summary>
    private static readonly int[] Sizes = [0, 1, 2, 253, 254, 255, 256, 257, 2047, 2048, 8192, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 300_000, MiB];

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    public async Task One_to_twenty_frames_arrive_unspoiled(string transport)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = await ConnectedAsync(peer, transport);

        for (var count = 1; count <= 20; count++)
        {
            var frames = Enumerable.Range(0, count).Select(i => Content.OfSize(Sizes[(count + (i * 7)) % Sizes.Length])).ToArray();
            await ExchangeAsync(ours, peer, frames);
        }
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("abstract")]
    public async Task Frames_of_every_size_arrive_unspoiled(string transport)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = await ConnectedAsync(peer, transport);

        foreach (var size in Sizes)
        {
            await ExchangeAsync(ours, peer, Content.OfSize(size));
        }
    }

    [Fact]
    public async Task A_frame_of_64_MiB_arrives_unspoiled()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = await ConnectedAsync(peer, "tcp");

        await ExchangeAsync(ours, peer, Content.OfSize(64 * MiB));
    }

    [Fact]
    public async Task Twenty_frames_of_1_MiB_arrive_unspoiled()
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = await ConnectedAsync(peer, "tcp");

        await ExchangeAsync(ours, peer, [.. Enumerable.Repeat(Content.OfSize(MiB), 20)]);
    }

    public static TheoryData<string, bool> Directions => new MatrixTheoryData<string, bool>(Conversation.Pairs, [true, false]);

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task Every_pair_carries_every_kind_of_size(string pair, bool weAreFirst)
    {
        await using var peer = await ZmqPeer.StartAsync();
        foreach (var size in (int[])[0, 1, 255, 256, MiB])
        {
            await using var ours = Ends.Ours(pair, weAreFirst);
            await using var theirs = await Ends.TheirsAsync(peer, pair, !weAreFirst);
            await Ends.JoinAsync(ours, theirs, "tcp");

            await Conversation.HoldAsync(pair, weAreFirst ? ours : theirs, weAreFirst ? theirs : ours, [Content.OfSize(size), Content.OfSize(size)]);
        }
    }

    [Theory]
    [InlineData("PUSH PULL", true)]
    [InlineData("PUSH PULL", false)]
    [InlineData("REQ REP", true)]
    [InlineData("DEALER ROUTER", false)]
    public async Task A_few_pairs_carry_64_MiB(string pair, bool weAreFirst)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = Ends.Ours(pair, weAreFirst);
        await using var theirs = await Ends.TheirsAsync(peer, pair, !weAreFirst);
        await Ends.JoinAsync(ours, theirs, "tcp");

        await Conversation.HoldAsync(pair, weAreFirst ? ours : theirs, weAreFirst ? theirs : ours, [Content.OfSize(64 * MiB)], rounds: 1);
    }

    private static async Task<OurSocket> ConnectedAsync(ZmqPeer peer, string transport)
    {
        var ours = new OurSocket(SocketType.Dealer);
        await peer.OpenAsync("theirs", "DEALER");
        await peer.ConnectAsync("theirs", await ours.BindAsync(Endpoints.New(transport)));
        return ours;
    }

    private static async Task ExchangeAsync(OurSocket ours, ZmqPeer peer, params string[] frames)
    {
        await peer.SendAsync("theirs", frames);
        Assert.Equal(frames, await ours.ReceiveAsync());
        await ours.SendAsync(frames);
        Assert.Equal(frames, await peer.ReceiveAsync("theirs"));
    }
}
