using System.Diagnostics;
using System.Reflection;
using CC.Frames;
using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>
/// A message allocates nothing but its share of the slab that holds its octets. What is measured is all that the process
/// allocates for many messages, so the shares include some air: a slab is left when an eighth of it is free.
/// </summary>
[Collection(Alone.Name)]
public sealed class AllocationTests
{
    private const int Size = 100;
    private const double SlabShare = (Size + 2) * 8 / 7.0;

    /// <summary>For what happens now and then: growing queues, a full transport, the machinery of the test.</summary>
    private const double Tolerance = 8;

    private static readonly Multipart Message = Content.Numbered(0, Size);

    [Fact]
    public async Task A_handler_gets_its_messages_without_any()
    {
        var received = 0;
        await using var router = new OurSocket(SocketType.Router, null, _ =>
        {
            Volatile.Write(ref received, received + 1);
            return default;
        });
        await using var dealer = new OurSocket(SocketType.Dealer);
        dealer.Connect(await router.BindAsync());

        var each = await MeasureAsync(200_000, async count =>
        {
            var until = Volatile.Read(ref received) + count;
            for (var i = 0; i < count; i++)
            {
                await dealer.Socket.SendAsync(Message);
            }

            await Within.TrueAsync(() => Volatile.Read(ref received) == until);
        });

        Assert.InRange(each, 0, SlabShare + Tolerance);
    }

    [Fact]
    public async Task To_ask_for_messages_needs_none()
    {
        SkipInDebug();
        await using var pull = new OurSocket(SocketType.Pull);
        await using var push = new OurSocket(SocketType.Push);
        push.Connect(await pull.BindAsync());

        var each = await MeasureAsync(200_000, async count =>
        {
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await push.Socket.SendAsync(Message);
                }
            });
            for (var i = 0; i < count; i++)
            {
                await pull.Socket.ReceiveAsync();
            }

            await sending;
        });

        Assert.InRange(each, 0, SlabShare + Tolerance);
    }

    [Fact]
    public async Task Question_and_answer_need_none_one_at_a_time()
    {
        SkipInDebug();
        OurSocket router = null!;
        await using var echo = router = new OurSocket(SocketType.Router, null, message => router.Socket.SendAsync(message));
        await using var dealer = new OurSocket(SocketType.Dealer);
        dealer.Connect(await echo.BindAsync());

        var each = await MeasureAsync(20_000, async count =>
        {
            for (var i = 0; i < count; i++)
            {
                await dealer.Socket.SendAsync(Message);
                await dealer.Socket.ReceiveAsync();
            }
        });

        Assert.InRange(each, 0, (2 * SlabShare) + (2 * Tolerance));
    }

    [Fact]
    public async Task REQ_and_REP_need_none_beside_what_their_turns_take()
    {
        SkipInDebug();
        await using var rep = new OurSocket(SocketType.Rep);
        await using var req = new OurSocket(SocketType.Req);
        req.Connect(await rep.BindAsync());

        var each = await MeasureAsync(10_000, async count =>
        {
            var serving = Task.Run(async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await rep.Socket.SendAsync(await rep.Socket.ReceiveAsync());
                }
            });
            for (var i = 0; i < count; i++)
            {
                await req.Socket.SendAsync(Message);
                await req.Socket.ReceiveAsync();
            }

            await serving;
        });

        Assert.InRange(each, 0, (2 * SlabShare) + (2 * Tolerance));
    }

    [Fact]
    public async Task To_publish_needs_none()
    {
        var received = 0;
        await using var pub = new OurSocket(SocketType.XPub, new ZmtpSocketOptions { SendHighWaterMark = 0 });
        await using var sub = new OurSocket(SocketType.Sub, null, _ =>
        {
            Volatile.Write(ref received, received + 1);
            return default;
        });
        sub.Socket.Subscribe([0]);
        sub.Connect(await pub.BindAsync());
        await pub.ReceiveAsync();

        var each = await MeasureAsync(100_000, async count =>
        {
            var until = Volatile.Read(ref received) + count;
            for (var i = 0; i < count; i++)
            {
                await pub.Socket.SendAsync(Message);
                if (i % 1000 == 0)
                {
                    await Within.TrueAsync(() => Volatile.Read(ref received) > until - count + i - 1000);
                }
            }

            await Within.TrueAsync(() => Volatile.Read(ref received) == until);
        });

        Assert.InRange(each, 0, SlabShare + Tolerance);
    }

    [Fact]
    public async Task Sending_allocates_nothing_at_all_on_the_threads_that_send()
    {
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { SendHighWaterMark = 0, Linger = TimeSpan.Zero });
        push.Connect(Endpoints.New("inproc"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100_000; i++)
        {
            Assert.True(push.Socket.TrySend(Message));
        }

        // Nobody takes them, so they fill buffers: 64 KiB for about 640 messages, from a pool that is empty at first.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100_000.0, 0, (Size + 2) * 1.1);
    }

    private static void SkipInDebug() => Assert.SkipWhen(
        typeof(ZmtpSocket).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true },
        "In a Debug build the compiler makes every asynchronous call allocate; run the tests with -c Release to measure this.");

    /// <summary>Octets that the process allocates for each of that many messages, after others like them.</summary>
    private static async Task<double> MeasureAsync(int count, Func<int, Task> exchange)
    {
        await exchange(count / 4);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await exchange(count);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
    }
}
