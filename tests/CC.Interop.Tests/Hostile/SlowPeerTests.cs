using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Hostile;

/// <summary>Peers that take their time, or that take none of ours.</summary>
public sealed class SlowPeerTests
{
    private static readonly ZmtpSocketOptions Impatient = new() { HandshakeTimeout = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task A_handshake_octet_by_octet_is_given_up_after_its_time()
    {
        await using var ours = new OurSocket(SocketType.Router, Impatient);
        using var hostile = await RawPeer.ConnectAsync(await ours.BindAsync());

        foreach (var octet in Wire.Greeting)
        {
            if (!await hostile.TrySendAsync(new[] { octet }))
            {
                break;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await hostile.ReadToEndAsync();
        Assert.Equal(ZmtpError.HandshakeTimeout, (await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed)).Error);
    }

    [Fact]
    public async Task A_message_without_end_is_cut_off_and_counted_and_a_quiet_peer_stays()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ProgressTimeout = TimeSpan.FromMilliseconds(500) });
        var endpoint = await ours.BindAsync();
        using var quiet = await RawPeer.ReadyAsync(endpoint, "PUSH");
        using var hostile = await RawPeer.ReadyAsync(endpoint, "PUSH");
        await hostile.SendAsync(Wire.LongHeader(2, 1000));

        while (await hostile.TrySendAsync(new byte[1]))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(ZmtpError.MessageStalled, (await ours.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        Assert.Equal(1, ours.Statistics.Ended[ZmtpError.MessageStalled]);
        await quiet.SendAsync(Wire.Frame([1]));
        Assert.Equal(["01"], await ours.ReceiveAsync());
    }

    [Fact]
    public async Task A_peer_whose_application_takes_nothing_is_not_cut_off_in_the_middle_of_a_message()
    {
        await using var ours = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ProgressTimeout = TimeSpan.FromMilliseconds(200), ReceiveHighWaterMark = 1 });
        using var peer = await RawPeer.ReadyAsync(await ours.BindAsync(), "PUSH");
        await peer.SendAsync((byte[])[.. Wire.Frame([1]), .. Wire.Frame([2])[..2]]);
        await Task.Delay(1000, TestContext.Current.CancellationToken);

        Assert.Equal(["01"], await ours.ReceiveAsync());
        await peer.SendAsync((byte[])[2]);
        Assert.Equal(["02"], await ours.ReceiveAsync());
    }

    [Fact]
    public async Task A_crowd_that_says_nothing_is_sent_away_while_others_are_served()
    {
        const int Crowd = 200;
        await using var ours = new OurSocket(SocketType.Router, Impatient);
        var endpoint = await ours.BindAsync();
        var crowd = new List<RawPeer>();
        for (var i = 0; i < Crowd; i++)
        {
            crowd.Add(await RawPeer.ConnectAsync(endpoint));
        }

        using var other = await RawPeer.ReadyAsync(endpoint, "DEALER");
        await other.SendAsync(Wire.Frame([1]));
        Assert.Equal("01", (await ours.ReceiveAsync())[1]);

        await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed, Crowd);
        Assert.Equal(Crowd, ours.Statistics.HandshakesFailed);
        Assert.Equal(1, ours.Statistics.Connections);
        crowd.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_and_tried_again()
    {
        var (listener, endpoint) = RawPeer.Listen();
        using var listening = listener;
        await using var ours = new OurSocket(SocketType.Dealer, Impatient);
        ours.Connect(endpoint);

        using var first = await RawPeer.AcceptAsync(listener);
        await first.ReadToEndAsync();
        using var second = await RawPeer.AcceptAsync(listener);

        Assert.Equal(ZmtpError.HandshakeTimeout, (await ours.Events.WaitForAsync(ZmtpEventKind.HandshakeFailed)).Error);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_misses_messages_and_no_other_does()
    {
        await using var ours = new OurSocket(SocketType.Pub, new ZmtpSocketOptions { SendHighWaterMark = 10 });
        var endpoint = await ours.BindAsync();
        using var deaf = await RawPeer.ReadyAsync(endpoint, "SUB", receiveBuffer: 4096);
        await deaf.SendAsync(Wire.Command("SUBSCRIBE"));
        using var other = await RawPeer.ReadyAsync(endpoint, "SUB");
        await other.SendAsync(Wire.Command("SUBSCRIBE"));
        await SubscribedAsync(ours, other);
        await SubscribedAsync(ours, deaf);

        for (var i = 0L; ours.Dropped(DropReason.QueueFull) < 100; i++)
        {
            await ours.SendAsync(Content.Numbered(i, 10_000));
            byte[] read;
            do
            {
                read = await other.ReadFrameAsync();
            }
            while (read.Length != 10_000);
            Assert.Equal(i, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(read));
        }

        Assert.Equal(2, ours.Statistics.Connections);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_fills_its_queue_and_no_more()
    {
        await using var ours = new OurSocket(SocketType.Router, new ZmtpSocketOptions { SendHighWaterMark = 10, Linger = TimeSpan.Zero });
        var endpoint = await ours.BindAsync();
        using var deaf = await RawPeer.ReadyAsync(endpoint, "DEALER", "deaf", receiveBuffer: 4096);
        using var other = await RawPeer.ReadyAsync(endpoint, "DEALER", "other");
        await ours.Events.WaitForAsync(ZmtpEventKind.Connected, 2);
        var sent = 0;

        while (ours.Socket.TrySend(Content.Numbered(0, 100_000).Push(CC.Frames.Multipart.EncodeAddress("deaf"u8))))
        {
            sent++;
        }

        Assert.InRange(sent, 10, 200);
        Assert.Equal(1, ours.Dropped(DropReason.QueueFull));
        await ours.SendAsync([.. Content.Spell("other", "hello")]);
        Assert.Equal("hello"u8.ToArray(), await other.ReadFrameAsync());
    }

    /// <summary>Publishes until the subscription has taken effect.</summary>
    private static async Task SubscribedAsync(OurSocket ours, RawPeer subscriber)
    {
        var first = subscriber.ReadFrameAsync();
        while (!first.IsCompleted)
        {
            await ours.SendAsync(Content.OfSize(3));
            await Task.WhenAny(first, Task.Delay(2, TestContext.Current.CancellationToken));
        }

        await first;
    }
}
