using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>REQ and REP take turns (RFC 28).</summary>
public sealed class TurnTests
{
    private static readonly string[] Question = Content.Spell("question");
    private static readonly string[] Answer = Content.Spell("answer");

    [Fact]
    public async Task REQ_neither_sends_twice_nor_receives_first()
    {
        await using var req = new OurSocket(SocketType.Req);
        await using var rep = new OurSocket(SocketType.Rep);
        req.Connect(await rep.BindAsync());

        await AssertOutOfTurnAsync(() => req.ReceiveAsync());
        await req.SendAsync(Question);
        await AssertOutOfTurnAsync(() => req.SendAsync(Question));
        await rep.ReceiveAsync();
        await rep.SendAsync(Answer);
        await req.ReceiveAsync();
        await req.SendAsync(Question);
    }

    [Fact]
    public async Task REP_neither_receives_twice_nor_sends_first_and_loses_no_request()
    {
        await using var rep = new OurSocket(SocketType.Rep);
        var endpoint = await rep.BindAsync();
        using var one = await AskerAsync(endpoint, [1]);
        using var other = await AskerAsync(endpoint, [2]);

        await AssertOutOfTurnAsync(() => rep.SendAsync(Answer));
        var first = await rep.ReceiveAsync();
        await AssertOutOfTurnAsync(() => rep.ReceiveAsync());
        await rep.SendAsync(Answer);
        var second = await rep.ReceiveAsync();
        await rep.SendAsync(Answer);

        Assert.Equal(["01", "02"], new[] { first[0], second[0] }.Order());
        Assert.Empty(rep.Statistics.Dropped);
        Assert.Empty(await one.ReadFrameAsync());
        Assert.Equal("answer"u8.ToArray(), await one.ReadFrameAsync());
        Assert.Empty(await other.ReadFrameAsync());
        Assert.Equal("answer"u8.ToArray(), await other.ReadFrameAsync());
    }

    [Fact]
    public async Task Of_two_receives_of_a_REP_the_second_waits_for_the_reply_to_the_first()
    {
        await using var rep = new OurSocket(SocketType.Rep);
        var endpoint = await rep.BindAsync();
        var first = rep.Socket.ReceiveAsync().AsTask();
        var second = rep.Socket.ReceiveAsync().AsTask();
        await using var one = new OurSocket(SocketType.Req);
        await using var other = new OurSocket(SocketType.Req);
        one.Connect(endpoint);
        other.Connect(endpoint);
        await one.SendAsync("01");
        await other.SendAsync("01");
        await Within.TrueAsync(() => rep.Statistics.MessagesReceived == 2);

        await first.LimitAsync();
        Assert.False(second.IsCompleted);
        await rep.SendAsync("02");
        await second.LimitAsync();
        await rep.SendAsync("03");

        Assert.Equal(["02", "03"], new[] { (await one.ReceiveAsync())[0], (await other.ReceiveAsync())[0] }.Order());
        Assert.Empty(rep.Statistics.Dropped);
    }

    [Fact]
    public async Task A_receive_of_a_REP_that_is_cancelled_or_overtaken_by_disposal_gives_its_turn_back()
    {
        await using var rep = new OurSocket(SocketType.Rep);
        using var cancellation = new CancellationTokenSource();
        var cancelled = rep.Socket.ReceiveAsync(cancellation.Token).AsTask();
        Task[] waiting = [rep.Socket.ReceiveAsync().AsTask(), rep.Socket.ReceiveAsync().AsTask()];
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.LimitAsync());

        await rep.DisposeAsync();

        foreach (var receive in waiting)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => receive.LimitAsync());
        }
    }

    [Fact]
    public async Task REQ_hears_that_the_peer_is_lost_and_may_ask_again()
    {
        await using var req = new OurSocket(SocketType.Req);
        var endpoint = await req.BindAsync();
        using (var lost = await RawPeer.ReadyAsync(endpoint, "REP"))
        {
            await req.SendAsync(Question);
            await lost.ReadFrameAsync();
            var receiving = req.ReceiveAsync();
            lost.Reset();
            Assert.Equal(ZmtpError.ConnectionLost, (await Assert.ThrowsAsync<ZmtpException>(() => receiving)).Error);
        }

        await using var rep = new OurSocket(SocketType.Rep);
        rep.Connect(endpoint);
        await req.SendAsync(Question);
        Assert.Equal(Question, await rep.ReceiveAsync());
        await rep.SendAsync(Answer);
        Assert.Equal(Answer, await req.ReceiveAsync());
    }

    [Fact]
    public async Task REQ_that_asks_again_after_a_loss_gets_the_answer_and_not_the_bad_news()
    {
        await using var req = new OurSocket(SocketType.Req);
        var endpoint = await req.BindAsync();
        using (var lost = await RawPeer.ReadyAsync(endpoint, "REP"))
        {
            await req.SendAsync(Question);
            await lost.ReadFrameAsync();
        }

        await req.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        await using var rep = new OurSocket(SocketType.Rep);
        rep.Connect(endpoint);
        await req.SendAsync(Question);
        await rep.ReceiveAsync();
        await rep.SendAsync(Answer);

        Assert.Equal(Answer, await req.ReceiveAsync());
    }

    /// <summary>A request that had not been written when the connection ended goes to the next one, and its reply counts.</summary>
    [Fact]
    public async Task REQ_waits_on_when_its_request_is_still_to_be_sent()
    {
        var endpoint = Endpoints.New("ipc");
        await using var req = new OurSocket(SocketType.Req);
        req.Connect(endpoint);
        await using (var first = new OurSocket(SocketType.Rep))
        {
            await first.BindAsync(endpoint);
            await req.Events.WaitForAsync(ZmtpEventKind.Connected);
        }

        await req.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        await req.SendAsync(Question);
        await using var second = new OurSocket(SocketType.Rep);
        await second.BindAsync(endpoint);

        Assert.Equal(Question, await second.ReceiveAsync());
        await second.SendAsync(Answer);
        Assert.Equal(Answer, await req.ReceiveAsync());
    }

    [Fact]
    public async Task REQ_takes_one_reply_for_one_request()
    {
        await using var req = new OurSocket(SocketType.Req);
        using var peer = await RawPeer.ReadyAsync(await req.BindAsync(), "REP");
        await req.SendAsync(Question);
        await peer.ReadFrameAsync();

        await peer.SendAsync((byte[])[.. Reply(1), .. Reply(2)]);
        Assert.Equal(["01"], await req.ReceiveAsync());
        await Within.TrueAsync(() => req.Dropped(DropReason.Unexpected) == 1);

        await req.SendAsync(Question);
        await peer.SendAsync(Reply(3));
        Assert.Equal(["03"], await req.ReceiveAsync());
    }

    [Fact]
    public async Task REQ_takes_no_reply_from_whom_it_did_not_ask()
    {
        await using var req = new OurSocket(SocketType.Req);
        var endpoint = await req.BindAsync();
        using var asked = await RawPeer.ReadyAsync(endpoint, "REP");
        await req.Events.WaitForAsync(ZmtpEventKind.Connected);
        await req.SendAsync(Question);
        await asked.ReadFrameAsync();
        using var other = await RawPeer.ReadyAsync(endpoint, "REP");

        await other.SendAsync(Reply(9));
        await Within.TrueAsync(() => req.Dropped(DropReason.Unexpected) == 1);
        await asked.SendAsync(Reply(1));

        Assert.Equal(["01"], await req.ReceiveAsync());
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 5 })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 1, 1, 5, 0, 0 })]
    public async Task REP_drops_a_request_without_an_envelope_or_a_body(byte[] octets)
    {
        await using var rep = new OurSocket(SocketType.Rep);
        using var peer = await RawPeer.ReadyAsync(await rep.BindAsync(), "DEALER");

        await peer.SendAsync(octets);

        await rep.Events.WaitForAsync(ZmtpEventKind.Dropped);
        Assert.Equal(1, rep.Dropped(DropReason.Unexpected));
    }

    [Fact]
    public async Task REP_drops_the_reply_for_one_that_has_left()
    {
        await using var rep = new OurSocket(SocketType.Rep);
        var endpoint = await rep.BindAsync();
        using (await AskerAsync(endpoint, [1]))
        {
            await rep.ReceiveAsync();
        }

        await rep.Events.WaitForAsync(ZmtpEventKind.Disconnected);
        await rep.SendAsync(Answer);

        Assert.Equal(1, rep.Dropped(DropReason.Unroutable));
        using var next = await AskerAsync(endpoint, [2]);
        Assert.Equal(["02"], await rep.ReceiveAsync());
    }

    [Fact]
    public async Task A_handler_serves_a_REP_one_request_at_a_time()
    {
        OurSocket rep = null!;
        var atOnce = 0;
        await using var serving = rep = new OurSocket(SocketType.Rep, null, async message =>
        {
            Assert.Equal(1, Interlocked.Increment(ref atOnce));
            await Task.Yield();
            Interlocked.Decrement(ref atOnce);
            await rep.Socket.SendAsync(message);
        });
        var endpoint = await serving.BindAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async number =>
        {
            await using var req = new OurSocket(SocketType.Req);
            req.Connect(endpoint);
            for (var i = 0; i < 100; i++)
            {
                await req.SendAsync(Content.Numbered((number * 1000) + i));
                Assert.Equal((number * 1000) + i, Content.NumberOf(await req.ReceiveMessageAsync()));
            }
        }));

        Assert.Empty(serving.Statistics.Dropped);
    }

    [Fact]
    public async Task A_handler_that_does_not_reply_or_throws_does_not_keep_the_others_waiting()
    {
        OurSocket rep = null!;
        await using var serving = rep = new OurSocket(SocketType.Rep, null, message => message[0].Span[0] switch
        {
            1 => default,
            2 => throw new InvalidOperationException("no"),
            _ => rep.Socket.SendAsync(message),
        });
        var endpoint = await serving.BindAsync();
        using var ignored = await AskerAsync(endpoint, [1]);
        using var failing = await AskerAsync(endpoint, [2]);

        Assert.Empty(await failing.ReadToEndAsync());
        Assert.Equal(ZmtpError.HandlerFailed, (await serving.Events.WaitForAsync(ZmtpEventKind.Disconnected)).Error);
        using var served = await AskerAsync(endpoint, [3]);
        await served.ReadFrameAsync();
        Assert.Equal([3], await served.ReadFrameAsync());
    }

    [Fact]
    public async Task A_handler_takes_the_replies_of_a_REQ()
    {
        OurSocket req = null!;
        var replies = new List<long>();
        var done = new TaskCompletionSource();
        await using var asking = req = new OurSocket(SocketType.Req, null, async message =>
        {
            replies.Add(Content.NumberOf(message));
            if (replies.Count == 100)
            {
                done.SetResult();
                return;
            }

            await req.Socket.SendAsync(Content.Numbered(replies.Count));
        });
        await using var rep = new OurSocket(SocketType.Rep, null, null);
        asking.Connect(await rep.BindAsync());
        var answering = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await rep.SendAsync(await rep.ReceiveMessageAsync());
            }
        }, TestContext.Current.CancellationToken);

        await asking.SendAsync(Content.Numbered(0));
        await done.Task.LimitAsync();
        await answering.LimitAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(number => (long)number), replies);
    }

    private static byte[] Reply(byte content) => [.. Wire.Frame([], more: true), .. Wire.Frame([content])];

    private static async Task<RawPeer> AskerAsync(string endpoint, byte[] question)
    {
        var peer = await RawPeer.ReadyAsync(endpoint, "REQ");
        await peer.SendAsync((byte[])[.. Wire.Frame([], more: true), .. Wire.Frame(question)]);
        return peer;
    }

    private static async Task AssertOutOfTurnAsync(Func<Task> action) =>
        Assert.Equal(ZmtpError.OutOfTurn, (await Assert.ThrowsAsync<ZmtpException>(action)).Error);
}
