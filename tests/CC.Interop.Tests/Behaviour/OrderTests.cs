using CC.Frames;
using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>Messages of one sender to one peer keep their order, and peers are served in turn.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("tcp", 1000)]
    [InlineData("tcp", 10)]
    [InlineData("ipc", 1000)]
    [InlineData("inproc", 1000)]
    public async Task Of_each_of_several_sending_threads_is_kept(string transport, int highWaterMark)
    {
        const int Threads = 4;
        const int Each = 5000;
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = highWaterMark });
        await using var pull = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = highWaterMark });
        push.Connect(await pull.BindAsync(Endpoints.New(transport)));

        var sending = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await push.Socket.SendAsync(Content.Numbered(((long)thread << 32) + i, 8 + (i % 50)));
            }
        }, TestContext.Current.CancellationToken)));

        var next = new long[Threads];
        for (var i = 0; i < Threads * Each; i++)
        {
            var number = Content.NumberOf(await pull.ReceiveMessageAsync());
            Assert.Equal(next[number >> 32]++, number & uint.MaxValue);
        }

        await sending.LimitAsync();
    }

    [Fact]
    public async Task Of_a_handlers_answers_is_kept()
    {
        OurSocket router = null!;
        await using var echo = router = new OurSocket(SocketType.Router, null, message => router.Socket.SendAsync(message));
        await using var dealer = new OurSocket(SocketType.Dealer, new ZmtpSocketOptions { ReceiveHighWaterMark = 0 });
        dealer.Connect(await echo.BindAsync());
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                await dealer.Socket.SendAsync(Content.Numbered(i));
                if (i - dealer.Statistics.MessagesReceived > 500)
                {
                    await Within.TrueAsync(() => i - dealer.Statistics.MessagesReceived < 500);
                }
            }
        }, TestContext.Current.CancellationToken);

        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(i, Content.NumberOf(await dealer.ReceiveMessageAsync()));
        }

        await sending;
        Assert.Empty(echo.Statistics.Dropped);
    }

    [Fact]
    public async Task A_quiet_peer_does_not_wait_for_the_backlog_of_a_busy_one()
    {
        await using var pull = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { ReceiveHighWaterMark = 500 });
        var endpoint = await pull.BindAsync();
        using var busy = await RawPeer.ReadyAsync(endpoint, "PUSH");
        for (var i = 0; i < 500; i++)
        {
            await busy.SendAsync(Wire.Frame([0]));
        }

        using var quiet = await RawPeer.ReadyAsync(endpoint, "PUSH");
        await quiet.SendAsync(Wire.Frame([1]));
        await Within.TrueAsync(() => pull.Statistics.MessagesReceived == 501);

        var first = new[] { await pull.ReceiveAsync(), await pull.ReceiveAsync() };

        Assert.Contains(first, message => message[0] == "01");
    }

    [Fact]
    public async Task Of_messages_is_round_robin_over_the_peers()
    {
        await using var push = new OurSocket(SocketType.Push);
        var endpoint = await push.BindAsync();
        var pulls = Enumerable.Range(0, 3).Select(_ => new OurSocket(SocketType.Pull)).ToList();
        pulls.ForEach(pull => pull.Connect(endpoint));
        await push.Events.WaitForAsync(ZmtpEventKind.Connected, 3);

        for (var i = 0; i < 30; i++)
        {
            await push.SendAsync(Content.Numbered(i));
        }

        foreach (var pull in pulls)
        {
            var numbers = new List<long>();
            for (var i = 0; i < 10; i++)
            {
                numbers.Add(Content.NumberOf(await pull.ReceiveMessageAsync()));
            }

            Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.Equal(3, pair.Second - pair.First));
            await pull.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_message_of_several_frames_arrives_as_one_however_many_threads_send()
    {
        await using var push = new OurSocket(SocketType.Push);
        await using var pull = new OurSocket(SocketType.Pull);
        push.Connect(await pull.BindAsync());
        var sending = Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var message = Multipart.Create(Enumerable.Repeat($"thread {thread}", 5).ToArray());
            for (var i = 0; i < 2000; i++)
            {
                await push.Socket.SendAsync(message);
            }
        }, TestContext.Current.CancellationToken)));

        for (var i = 0; i < 8000; i++)
        {
            var frames = await pull.ReceiveAsync();
            Assert.Equal(5, frames.Length);
            Assert.Single(frames.Distinct());
        }

        await sending.LimitAsync();
    }
}
