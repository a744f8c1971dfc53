using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>Publishing and subscribing (RFC 29).</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task XPUB_hears_the_first_of_a_kind_and_the_last()
    {
        await using var xpub = new OurSocket(SocketType.XPub);
        var endpoint = await xpub.BindAsync();
        using var one = await RawPeer.ReadyAsync(endpoint, "SUB");
        using var other = await RawPeer.ReadyAsync(endpoint, "SUB");

        await one.SendAsync((byte[])[.. Wire.Command("SUBSCRIBE", 65), .. Wire.Command("SUBSCRIBE", 65)]);
        Assert.Equal(["0141"], await xpub.ReceiveAsync());
        await other.SendAsync((byte[])[.. Wire.Command("SUBSCRIBE", 65), .. Wire.Command("SUBSCRIBE", 66)]);
        Assert.Equal(["0142"], await xpub.ReceiveAsync());
        await one.SendAsync((byte[])[.. Wire.Command("CANCEL", 65), .. Wire.Command("CANCEL", 65), .. Wire.Command("CANCEL", 67), .. Wire.Command("SUBSCRIBE", 68)]);
        Assert.Equal(["0144"], await xpub.ReceiveAsync());
        await other.SendAsync(Wire.Command("CANCEL", 65));
        Assert.Equal(["0041"], await xpub.ReceiveAsync());
    }

    [Fact]
    public async Task XPUB_that_is_verbose_hears_every_one()
    {
        await using var xpub = new OurSocket(SocketType.XPub, new ZmtpSocketOptions { VerboseSubscriptions = true });
        using var one = await RawPeer.ReadyAsync(await xpub.BindAsync(), "SUB");

        await one.SendAsync((byte[])[.. Wire.Command("SUBSCRIBE", 65), .. Wire.Command("SUBSCRIBE", 65), .. Wire.Command("CANCEL", 66), .. Wire.Command("CANCEL", 65)]);

        Assert.Equal(["0141"], await xpub.ReceiveAsync());
        Assert.Equal(["0141"], await xpub.ReceiveAsync());
        Assert.Equal(["0041"], await xpub.ReceiveAsync());
    }

    [Fact]
    public async Task XPUB_hears_that_a_subscriber_has_left_once_nobody_else_wants_the_same()
    {
        await using var xpub = new OurSocket(SocketType.XPub);
        var endpoint = await xpub.BindAsync();
        using var stays = await RawPeer.ReadyAsync(endpoint, "SUB");
        await stays.SendAsync(Wire.Command("SUBSCRIBE", 65));
        Assert.Equal(["0141"], await xpub.ReceiveAsync());
        using var leaves = await RawPeer.ReadyAsync(endpoint, "SUB");
        await leaves.SendAsync((byte[])[.. Wire.Command("SUBSCRIBE", 65), .. Wire.Command("SUBSCRIBE", 66)]);
        Assert.Equal(["0142"], await xpub.ReceiveAsync());

        leaves.Reset();

        Assert.Equal(["0042"], await xpub.ReceiveAsync());
        await xpub.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        Assert.False(xpub.Socket.TryReceive(out _));
    }

    [Fact]
    public async Task XPUB_hears_that_a_subscriber_has_left_also_by_a_handler_that_throws()
    {
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var xpub = new OurSocket(SocketType.XPub, null, message =>
        {
            heard.Enqueue(Content.Spell(message)[0]);
            return heard.Count > 1 ? throw new InvalidOperationException("no") : default;
        });
        using var leaves = await RawPeer.ReadyAsync(await xpub.BindAsync(), "SUB");
        await leaves.SendAsync(Wire.Command("SUBSCRIBE", 65));
        await Within.TrueAsync(() => heard.Count == 1);

        leaves.CloseWrite();

        await xpub.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        Assert.Equal(["0141", "0041"], heard);
        Assert.Equal(0, xpub.Statistics.Connections);
    }

    [Fact]
    public async Task A_message_reaches_a_subscriber_once_however_many_of_its_subscriptions_match()
    {
        await using var pub = new OurSocket(SocketType.XPub);
        using var subscriber = await RawPeer.ReadyAsync(await pub.BindAsync(), "SUB");
        await subscriber.SendAsync((byte[])[.. Wire.Command("SUBSCRIBE"), .. Wire.Command("SUBSCRIBE", 65), .. Wire.Command("SUBSCRIBE", 65, 66)]);
        for (var i = 0; i < 3; i++)
        {
            await pub.ReceiveAsync();
        }

        await pub.SendAsync("414243");
        await pub.SendAsync("ff");

        Assert.Equal("ABC"u8.ToArray(), await subscriber.ReadFrameAsync());
        Assert.Equal([0xFF], await subscriber.ReadFrameAsync());
    }

    [Fact]
    public async Task SUB_gets_nothing_that_it_did_not_subscribe_to_whatever_is_sent()
    {
        await using var sub = new OurSocket(SocketType.Sub);
        sub.Socket.Subscribe("A"u8);
        using var publisher = await RawPeer.ReadyAsync(await sub.BindAsync(), "PUB");

        await publisher.SendAsync((byte[])[.. Wire.Frame([66, 1]), .. Wire.Frame([]), .. Wire.Frame([65, 1])]);

        Assert.Equal(["4101"], await sub.ReceiveAsync());
        Assert.Equal(Wire.Command("SUBSCRIBE", 65)[2..], await publisher.ReadFrameAsync());
    }

    [Fact]
    public async Task XSUB_sends_upstream_what_is_no_subscription()
    {
        await using var xpub = new OurSocket(SocketType.XPub);
        await using var xsub = new OurSocket(SocketType.XSub);
        xsub.Connect(await xpub.BindAsync());
        await xsub.Events.WaitForAsync(ZmtpEventKind.Connected);

        await xsub.SendAsync("05", "07");
        Assert.Equal(["05", "07"], await xpub.ReceiveAsync());

        await xsub.SendAsync("01aa");
        await xsub.SendAsync("00bb");
        await xsub.SendAsync("00aa");
        Assert.Equal(["01aa"], await xpub.ReceiveAsync());
        Assert.Equal(["00aa"], await xpub.ReceiveAsync());
    }

    [Theory]
    [InlineData(SocketType.Pub)]
    [InlineData(SocketType.Push)]
    public async Task A_type_that_only_sends_does_not_receive(SocketType type)
    {
        await using var ours = new OurSocket(type);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ours.ReceiveAsync());
        Assert.Throws<InvalidOperationException>(() => ours.Socket.Subscribe("A"u8));
    }

    [Theory]
    [InlineData(SocketType.Sub)]
    [InlineData(SocketType.Pull)]
    public async Task A_type_that_only_receives_does_not_send(SocketType type)
    {
        await using var ours = new OurSocket(type);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ours.SendAsync(Content.Numbered(0)));
        Assert.Throws<InvalidOperationException>(() => ours.Socket.TrySend(Content.Numbered(0)));
    }

    [Fact]
    public async Task Nothing_is_no_message()
    {
        await using var ours = new OurSocket(SocketType.Dealer);
        await using var router = new OurSocket(SocketType.Router);

        await Assert.ThrowsAsync<ArgumentException>(() => ours.SendAsync(default(CC.Frames.Multipart)));
        await Assert.ThrowsAsync<ArgumentException>(() => router.SendAsync("aa"));
    }
}
