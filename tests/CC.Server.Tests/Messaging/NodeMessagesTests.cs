using CC.Frames;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;
using CC.Server.Messaging;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests.Messaging;

/// <summary>Components' way to messages, with the node's socket behind it.</summary>
public sealed class NodeMessagesTests : IAsyncDisposable
{
    private readonly Counters counters = new();
    private readonly RecordingLogger<NodeSocket> logger = new();
    private readonly NodeSocket socket;
    private readonly NodeMessages messages;
    private Func<Message, bool> route = _ => false;
    private Message? came;

    public NodeMessagesTests()
    {
        var links = new LinkTable();
        socket = new NodeSocket(new ZmtpSocketOptions { Linger = TimeSpan.Zero }, links, new Traffic(counters, countTypes: false), Take, logger);
        messages = new NodeMessages("testhost", TimeProvider.System, links, (in message, _) => new ValueTask<bool>(route(message)), (_, in _, _) => default, frames => socket.Return(frames), (frames, cancellationToken) => socket.ReturnAsync(frames, cancellationToken), new PeerKnowledge(socket.IsReachable, message => message.Type == "from.here"));
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    [Fact]
    public async Task A_request_within_the_process_gets_its_answer_along_its_route()
    {
        route = Answer("pong");

        var answer = await messages.RequestAsync(Texts.Message("ping"), ServerProcess.Patience);

        Assert.Equal("pong", answer.Type);
    }

    [Fact]
    public async Task Without_a_route_a_request_fails_at_once() =>
        await Assert.ThrowsAsync<NoRouteException>(() => messages.RequestAsync(Texts.Message("ping"), ServerProcess.Patience));

    [Fact]
    public async Task Answers_to_different_links_do_not_meet()
    {
        route = Answer("pong");
        var one = new List<string>();
        var other = new List<string>();
        using var first = messages.OpenLink(message => Add(one, message));
        using var second = messages.OpenLink(message => Add(other, message));

        await first.SendAsync(Texts.Message("ping"));
        await first.SendAsync(Texts.Message("ping"));
        await second.SendAsync(Texts.Message("ping"));

        Assert.Equal((2, 1), (one.Count, other.Count));
    }

    [Fact]
    public async Task An_answer_to_a_link_that_is_gone_is_counted_as_unroutable()
    {
        Message asked = default;
        route = message =>
        {
            asked = message;
            return true;
        };
        var link = messages.OpenLink(_ => throw new InvalidOperationException("gone"));
        await link.SendAsync(Texts.Message("ping"));
        link.Dispose();

        messages.Return(Message.Create("pong", default, route: asked.Route).Frames);

        Assert.Equal(1, counters.Named("count.dropped.unroutable").Value);
    }

    [Fact]
    public async Task Whether_an_answer_is_taken_and_whether_it_would_be_is_told()
    {
        Message asked = default;
        route = message =>
        {
            asked = message;
            return true;
        };
        var link = messages.OpenLink(_ => default);
        await link.SendAsync(Texts.Message("ping"));
        var answer = Texts.Message("pong").Along(asked.Route);

        Assert.Equal((true, true), (messages.IsReachable(asked.Route), messages.TryReturn(answer.Frames)));
        link.Dispose();
        Assert.Equal((false, false), (messages.IsReachable(asked.Route), messages.TryReturn(answer.Frames)));
        Assert.False(messages.IsReachable(default));
        Assert.Equal(1, counters.Named("count.dropped.unroutable").Value);
    }

    [Fact]
    public async Task A_connection_is_reachable_until_it_ends()
    {
        var endpoint = Assert.Single(await socket.BindAsync(["tcp://127.0.0.1:*"]));
        var client = new ZmtpSocket(SocketType.Dealer);
        client.Connect(endpoint);
        await client.SendAsync(Texts.Message("ping").Frames);
        await Eventually.TrueAsync(() => came is not null, () => "nothing came");

        Assert.True(messages.IsReachable(came!.Value.Route));
        Assert.True(messages.TryReturn(came.Value.Frames));
        await client.DisposeAsync();
        await Eventually.TrueAsync(() => !messages.IsReachable(came.Value.Route), () => "it is still reachable");
        Assert.False(messages.TryReturn(came.Value.Frames));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_logged()
    {
        route = Answer("pong");
        using var link = messages.OpenLink(_ => throw new InvalidOperationException("on purpose"));

        await link.SendAsync(Texts.Message("ping"));

        Assert.Equal((LogLevel.Error, "the receiver of an answer of type pong failed"), Assert.Single(logger.Lines));
    }

    [Theory]
    [InlineData("one frame")]
    [InlineData("nobody", "", "pong", "{}")]
    public void What_can_not_be_returned_is_counted_as_unroutable(params string[] frames)
    {
        messages.Return(Multipart.Create(frames));

        Assert.Equal(1, counters.Named("count.dropped.unroutable").Value);
    }

    [Fact]
    public async Task An_answer_that_is_no_message_is_counted_as_invalid()
    {
        route = message =>
        {
            messages.Return(Multipart.Create("no type").Push(Multipart.EncodeAddress(message.Frames[0].Span)));
            return true;
        };
        using var link = messages.OpenLink(_ => throw new InvalidOperationException());

        await link.SendAsync(Texts.Message("ping"));

        Assert.Equal(1, counters.Named("count.invalid.no-delimiter").Value);
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public void Who_may_command_is_the_nodes_to_say_and_where_nobody_knows_nobody_may()
    {
        Assert.Equal((true, false), (messages.MayCommand(Message.Create("from.here", "{}"u8.ToArray())), messages.MayCommand(Message.Create("from.elsewhere", "{}"u8.ToArray()))));
        Assert.False(new NodeMessages("testhost", TimeProvider.System, new LinkTable(), (in _, _) => default, (_, in _, _) => default, _ => true, (_, _) => default).MayCommand(Message.Create("from.here", "{}"u8.ToArray())));
    }

    [Fact]
    public void Nothing_can_not_be_returned_either()
    {
        messages.Return(default);

        Assert.Equal(1, counters.Named("count.dropped.unroutable").Value);
    }

    [Fact]
    public async Task An_answer_to_nobody_is_an_error_for_who_would_wait_and_is_counted()
    {
        var link = messages.OpenLink(_ => default);
        Message asked = default;
        route = message =>
        {
            asked = message;
            return true;
        };
        await link.SendAsync(Texts.Message("ping"));
        await messages.ReturnAsync(Texts.Message("pong").Along(asked.Route).Frames);
        link.Dispose();

        await Assert.ThrowsAsync<PeerGoneException>(() => messages.ReturnAsync(Texts.Message("pong").Along(asked.Route).Frames).AsTask());
        await Assert.ThrowsAsync<PeerGoneException>(() => messages.ReturnAsync(Multipart.Create("nobody", "", "pong", "{}")).AsTask());
        await Assert.ThrowsAsync<PeerGoneException>(() => messages.ReturnAsync(default).AsTask());

        Assert.Equal(3, counters.Named("count.dropped.unroutable").Value);
    }

    [Fact]
    public async Task An_answer_waits_for_a_connection_that_takes_nothing_until_it_is_cancelled_or_the_connection_ends()
    {
        var endpoint = Assert.Single(await socket.BindAsync(["tcp://127.0.0.1:*"]));
        var goOn = new TaskCompletionSource();
        var client = new ZmtpSocket(SocketType.Dealer, new ZmtpSocketOptions { Linger = TimeSpan.Zero }, _ => new ValueTask(goOn.Task));
        client.Connect(endpoint);
        await client.SendAsync(Texts.Message("ping").Frames);
        await Eventually.TrueAsync(() => came is not null, () => "nothing came");
        using var cancelling = new CancellationTokenSource();

        var cancelled = await FillAsync(cancelling.Token);
        var left = await FillAsync(CancellationToken.None);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(ServerProcess.Patience));
        Assert.Equal(1, counters.Named("count.dropped.peer-queue-full").Value);
        Assert.False(left.IsCompleted);
        goOn.SetResult();
        await client.DisposeAsync();
        await left.WaitAsync(ServerProcess.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.True(left.IsCompletedSuccessfully || left.Exception?.InnerException is PeerGoneException); // There may have been room at the last moment.
    }

    /// <summary>Answers until an answer has to wait. One that waits for no longer than the connection needs to write does not count: nobody reads, so that once its buffers are full none goes on.</summary>
    private async Task<Task> FillAsync(CancellationToken cancellationToken)
    {
        var answer = Message.Create("pong", default, blob: new byte[100_000], route: came!.Value.Route).Frames;
        while (true)
        {
            var sending = messages.ReturnAsync(answer, cancellationToken).AsTask();
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
            if (!sending.IsCompleted)
            {
                return sending;
            }

            await sending;
        }
    }

    private static ValueTask Add(List<string> list, Message message)
    {
        lock (list)
        {
            list.Add(message.Type);
        }

        return default;
    }

    private Func<Message, bool> Answer(string type) => message =>
    {
        messages.Return(Message.Create(type, default, route: message.Route).Frames);
        return true;
    };

    private ValueTask Take(Multipart frames)
    {
        Message.TryParse(frames, out var message);
        came = message;
        return default;
    }
}
