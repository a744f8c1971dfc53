using System.Buffers.Binary;
using CC.Frames;
using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

/// <summary>A ROUTER that waits for a peer to take what is for it.</summary>
public sealed class PatientRouterTests
{
    private static readonly ZmtpSocketOptions Narrow = new() { SendHighWaterMark = 2, Linger = TimeSpan.Zero };

    [Fact]
    public async Task Waits_for_room_drops_nothing_and_keeps_the_order()
    {
        const int Many = 200;
        await using var router = new OurSocket(SocketType.Router, Narrow);
        await using var dealer = await ConnectAsync(router, new ZmtpSocketOptions { ReceiveHighWaterMark = 2 });
        var (_, address) = await AddressAsync(router, dealer);

        var sending = SendManyAsync(router, address, Many);
        await Within.TrueAsync(() => router.Socket.TrySend(Large(address, Many)) is false);
        Assert.False(sending.IsCompleted);
        var dropped = router.Dropped(DropReason.QueueFull);

        var came = new List<int>();
        while (came.Count < Many)
        {
            var message = await dealer.ReceiveMessageAsync();
            if (NumberOf(message) is < Many and var number)
            {
                came.Add(number);
            }
        }

        await sending;
        Assert.Equal(Enumerable.Range(0, Many), came);
        Assert.Equal(dropped, router.Dropped(DropReason.QueueFull));
    }

    [Fact]
    public async Task Is_told_that_the_connection_has_ended_while_it_waited()
    {
        await using var router = new OurSocket(SocketType.Router, Narrow);
        using var deaf = await RawPeer.ReadyAsync(await router.BindAsync(), "DEALER", "deaf", receiveBuffer: 4096);
        await router.Events.WaitForAsync(ZmtpEventKind.Connected);
        var waiting = await FillAsync(router, CancellationToken.None);

        deaf.Reset();

        // Either that, or it has the place of one that was lost with the connection, and is lost with it, whichever is first.
        var failure = await Record.ExceptionAsync(() => waiting.LimitAsync());
        Assert.True(failure is null or ZmtpException { Error: ZmtpError.ConnectionLost }, $"{failure}");
        await Within.TrueAsync(() => router.Dropped(DropReason.ConnectionLost) > 0);
        Assert.Equal(0, router.Dropped(DropReason.Unroutable));
    }

    [Fact]
    public async Task Can_be_cancelled_and_ends_with_the_socket()
    {
        await using var router = new OurSocket(SocketType.Router, Narrow);
        using var deaf = await RawPeer.ReadyAsync(await router.BindAsync(), "DEALER", "deaf", receiveBuffer: 4096);
        await router.Events.WaitForAsync(ZmtpEventKind.Connected);
        using var cancelling = new CancellationTokenSource();
        var cancelled = await FillAsync(router, cancelling.Token);
        var ended = await FillAsync(router, CancellationToken.None);

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.LimitAsync());
        Assert.False(ended.IsCompleted);
        await router.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ended.LimitAsync());
    }

    [Fact]
    public async Task Does_not_wait_for_who_is_not_there_and_no_other_type_waits_so()
    {
        await using var router = new OurSocket(SocketType.Router, Narrow);
        await using var dealer = new OurSocket(SocketType.Dealer, Narrow);

        var refusal = await Assert.ThrowsAsync<ZmtpException>(() => router.Socket.SendPatientlyAsync(Large("nobody"u8, 0)).AsTask());

        Assert.Equal(ZmtpError.HostUnreachable, refusal.Error);
        await Assert.ThrowsAsync<InvalidOperationException>(() => dealer.Socket.SendPatientlyAsync(Large("x"u8, 0)).AsTask());
    }

    private static Multipart Large(ReadOnlySpan<byte> address, int number)
    {
        var content = new byte[100_000];
        BinaryPrimitives.WriteInt32BigEndian(content, number);
        return Multipart.Create((ReadOnlyMemory<byte>)content).Push(Multipart.EncodeAddress(address));
    }

    private static int NumberOf(Multipart message) => BinaryPrimitives.ReadInt32BigEndian(message[0].Span);

    private static async Task<OurSocket> ConnectAsync(OurSocket router, ZmtpSocketOptions options)
    {
        var dealer = new OurSocket(SocketType.Dealer, options);
        dealer.Connect(await router.BindAsync());
        return dealer;
    }

    private static async Task<(Multipart Message, byte[] Address)> AddressAsync(OurSocket router, OurSocket dealer)
    {
        await dealer.SendAsync(Content.Numbered(0));
        var message = await router.ReceiveMessageAsync();
        return (message, message[0].ToArray());
    }

    private static async Task SendManyAsync(OurSocket router, byte[] address, int many)
    {
        for (var i = 0; i < many; i++)
        {
            await router.Socket.SendPatientlyAsync(Large(address, i)).LimitAsync();
        }
    }

    /// <summary>Sends until one has to wait. One that waits for no longer than the connection needs to write does not count: nobody reads, so that once its buffers are full none goes on.</summary>
    private static async Task<Task> FillAsync(OurSocket router, CancellationToken cancellationToken)
    {
        while (true)
        {
            var sending = router.Socket.SendPatientlyAsync(Large("deaf"u8, 0), cancellationToken).AsTask();
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
            if (!sending.IsCompleted)
            {
                return sending;
            }

            await sending;
        }
    }
}
