using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Libzmq;

/// <summary>Either side may end, in order or not, and come back.</summary>
public sealed class ReconnectTests
{
    private static readonly string[] Text = Content.Spell("text");

    public static TheoryData<string, bool> Directions => new MatrixTheoryData<string, bool>(Conversation.Pairs, [true, false]);

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task Every_pair_goes_on_when_libzmq_was_killed_and_is_back(string pair, bool weAreFirst)
    {
        await using var ours = Ends.Ours(pair, weAreFirst);
        var endpoint = Endpoints.New("tcp");
        for (var round = 1; round <= 2; round++)
        {
            await using var peer = await ZmqPeer.StartAsync();
            await using (var theirs = await Ends.TheirsAsync(peer, pair, !weAreFirst))
            {
                endpoint = await theirs.BindAsync(endpoint);
                await ours.ConnectAsync(endpoint);
                await ours.Socket.Events.WaitForAsync(ZmtpEventKind.Connected, round);
                await Conversation.HoldAsync(pair, weAreFirst ? ours : theirs, weAreFirst ? theirs : ours);
            }

            await peer.KillAsync();
            await ours.Socket.Events.WaitForAsync(ZmtpEventKind.Disconnected, round);
        }
    }

    /// <summary>Without XPUB: whether it hears of the same subscription once more depends on when libzmq finds out that the last one has gone.</summary>
    public static TheoryData<string, bool> DirectionsWithoutXPub =>
        new MatrixTheoryData<string, bool>(Conversation.Pairs.Where(pair => !pair.StartsWith('X')), [true, false]);

    [Theory]
    [MemberData(nameof(DirectionsWithoutXPub))]
    public async Task Every_pair_goes_on_when_we_have_left_and_are_back(string pair, bool weAreFirst)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var theirs = await Ends.TheirsAsync(peer, pair, !weAreFirst);
        var endpoint = Endpoints.New("tcp");
        for (var round = 1; round <= 2; round++)
        {
            await using var ours = Ends.Ours(pair, weAreFirst);
            endpoint = await ours.BindAsync(endpoint);
            if (round == 1)
            {
                await theirs.ConnectAsync(endpoint);
            }

            await ours.Socket.Events.WaitForAsync(ZmtpEventKind.Connected);

            await Conversation.HoldAsync(pair, weAreFirst ? ours : theirs, weAreFirst ? theirs : ours);
        }
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    public async Task We_come_back_to_a_libzmq_that_was_killed(string transport)
    {
        await using var ours = new OurSocket(SocketType.Dealer);
        var endpoint = Endpoints.New(transport);
        for (var round = 1; round <= 3; round++)
        {
            await using var peer = await ZmqPeer.StartAsync();
            await peer.OpenAsync("theirs", "DEALER");
            endpoint = await peer.BindAsync("theirs", endpoint);
            ours.Connect(endpoint); // once: it is the same endpoint
            await ours.Events.WaitForAsync(ZmtpEventKind.Connected, round);

            await ours.SendAsync(Text);
            Assert.Equal(Text, await peer.ReceiveAsync("theirs"));

            await peer.KillAsync();
            await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected, round);
        }
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    public async Task Libzmq_comes_back_to_us(string transport)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "DEALER");
        var endpoint = Endpoints.New(transport);
        for (var round = 1; round <= 3; round++)
        {
            await using var ours = new OurSocket(SocketType.Dealer);
            endpoint = await ours.BindAsync(endpoint);
            if (round == 1)
            {
                await peer.ConnectAsync("theirs", endpoint);
            }

            await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
            await peer.SendAsync("theirs", Text);
            Assert.Equal(Text, await ours.ReceiveAsync());
            await ours.SendAsync(Text);
            Assert.Equal(Text, await peer.ReceiveAsync("theirs"));
        }
    }

    [Fact]
    public async Task What_waited_during_the_absence_is_sent_at_the_return()
    {
        await using var ours = new OurSocket(SocketType.Push);
        await using var first = await ZmqPeer.StartAsync();
        await first.OpenAsync("theirs", "PULL");
        var endpoint = await first.BindAsync("theirs", "tcp://127.0.0.1:*");
        ours.Connect(endpoint);
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected);
        await first.KillAsync();
        await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected);

        for (var i = 0; i < 100; i++)
        {
            await ours.SendAsync(Content.Numbered(i));
        }

        await using var second = await ZmqPeer.StartAsync();
        await second.OpenAsync("theirs", "PULL");
        await second.BindAsync("theirs", endpoint);
        Assert.Equal((100, 0), await second.DrainAsync("theirs", 100));
        Assert.Equal(0, ours.Dropped(DropReason.ConnectionLost));
    }

    [Fact]
    public async Task A_subscriber_subscribes_again()
    {
        await using var ours = new OurSocket(SocketType.Sub);
        ours.Socket.Subscribe("news"u8);
        ours.Socket.Subscribe("old"u8);
        ours.Socket.Unsubscribe("old"u8);
        var endpoint = "tcp://127.0.0.1:*";
        for (var round = 1; round <= 2; round++)
        {
            await using var peer = await ZmqPeer.StartAsync();
            await peer.OpenAsync("theirs", "XPUB");
            endpoint = await peer.BindAsync("theirs", endpoint);
            ours.Connect(endpoint);

            Assert.Equal([$"01{Content.Spell("news")[0]}"], await peer.ReceiveAsync("theirs"));
            await peer.SendAsync("theirs", Content.Spell("old", "x"));
            await peer.SendAsync("theirs", Content.Spell("newspaper", "x"));
            Assert.Equal(Content.Spell("newspaper", "x"), await ours.ReceiveAsync());
        }
    }

    [Fact]
    public async Task A_subscriber_of_libzmq_is_forgotten_when_it_is_killed()
    {
        await using var ours = new OurSocket(SocketType.XPub);
        await using var peer = await ZmqPeer.StartAsync();
        await peer.OpenAsync("theirs", "SUB");
        await peer.SubscribeAsync("theirs", "aa");
        await peer.SubscribeAsync("theirs", "bb");
        await peer.ConnectAsync("theirs", await ours.BindAsync());
        var subscriptions = new[] { (await ours.ReceiveAsync())[0], (await ours.ReceiveAsync())[0] };

        await peer.KillAsync();

        var cancellations = new[] { (await ours.ReceiveAsync())[0], (await ours.ReceiveAsync())[0] };
        Assert.Equal(["01aa", "01bb"], subscriptions.Order());
        Assert.Equal(["00aa", "00bb"], cancellations.Order());
    }
}
