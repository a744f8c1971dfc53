using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

public sealed class CancellationTests
{
    private static readonly string[] Text = Content.Spell("text");

    [Fact]
    public async Task Of_a_receive_loses_no_message()
    {
        await using var push = new OurSocket(SocketType.Push);
        await using var pull = new OurSocket(SocketType.Pull);
        push.Connect(await pull.BindAsync());
        for (var i = 0; i < 200; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var receiving = pull.Socket.ReceiveAsync(cancellation.Token).AsTask();
            var cancelling = Task.Run(cancellation.Cancel, TestContext.Current.CancellationToken);
            await push.SendAsync(Content.Numbered(i));
            await cancelling;
            long number;
            try
            {
                number = Content.NumberOf(await receiving.LimitAsync());
            }
            catch (OperationCanceledException)
            {
                number = Content.NumberOf(await pull.ReceiveMessageAsync());
            }

            Assert.Equal(i, number);
        }
    }

    [Fact]
    public async Task Of_a_send_sends_nothing()
    {
        await using var push = new OurSocket(SocketType.Push);
        using var cancellation = new CancellationTokenSource();
        var sending = push.Socket.SendAsync(Content.Decode(Text), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        await using var pull = new OurSocket(SocketType.Pull);
        pull.Connect(await push.BindAsync());
        await push.SendAsync(Content.Numbered(7));

        Assert.Equal(7, Content.NumberOf(await pull.ReceiveMessageAsync()));
    }

    [Fact]
    public async Task Before_a_send_leaves_it_undone()
    {
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Linger = TimeSpan.Zero });
        push.Connect(Endpoints.New("inproc"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push.Socket.SendAsync(Content.Decode(Text), new CancellationToken(canceled: true)).AsTask());

        await push.DisposeAsync();
        Assert.Empty(push.Statistics.Dropped);
    }

    [Fact]
    public async Task Of_binding_binds_nothing()
    {
        await using var pull = new OurSocket(SocketType.Pull);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull.Socket.BindAsync("tcp://localhost:*", new CancellationToken(canceled: true)));
    }
}
