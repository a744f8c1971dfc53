using CC.Client;
using CC.Frames;
using CC.Zmtp;

namespace CC.Sdk.Tests.Client;

/// <summary>The client against a bare socket of the same process.</summary>
public sealed class CcClientTests : IAsyncDisposable
{
    private readonly string endpoint = $"inproc://client-{Guid.NewGuid():N}";
    private readonly ZmtpSocket node = new(SocketType.Router);

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task Asks_with_one_address_frame_and_takes_the_answer_behind_it()
    {
        await node.BindAsync(endpoint);
        await using var client = new CcClient(endpoint);
        var asking = client.RequestAsync(Message.Create("echo.request", "{}"u8.ToArray()), TimeSpan.FromMinutes(1));

        var request = await node.ReceiveAsync();
        await node.SendAsync(request);

        Assert.Equal("Q000001"u8.ToArray(), request[1].ToArray());
        Assert.Equal("echo.request", (await asking).Type);
    }

    [Fact]
    public async Task Answers_find_their_requests_in_any_order()
    {
        await node.BindAsync(endpoint);
        await using var client = new CcClient(endpoint);
        var first = client.RequestAsync(Message.Create("a", "1"u8.ToArray()), TimeSpan.FromMinutes(1));
        var second = client.RequestAsync(Message.Create("b", "2"u8.ToArray()), TimeSpan.FromMinutes(1));

        var requests = new[] { await node.ReceiveAsync(), await node.ReceiveAsync() };
        await node.SendAsync(requests[1]);
        await node.SendAsync(requests[0]);

        Assert.Equal("a", (await first).Type);
        Assert.Equal("b", (await second).Type);
    }

    [Fact]
    public async Task What_nobody_waits_for_is_told_as_unasked()
    {
        await node.BindAsync(endpoint);
        var unasked = new TaskCompletionSource<Message>();
        await using var client = new CcClient(endpoint) { Unasked = message => unasked.TrySetResult(message) };
        var asking = client.RequestAsync(Message.Create("task.send", "{}"u8.ToArray()), TimeSpan.FromMinutes(1));

        var request = await node.ReceiveAsync();
        await node.SendAsync(request);
        await asking;
        await node.SendAsync(request);

        Assert.Equal("task.send", (await unasked.Task.WaitAsync(TimeSpan.FromMinutes(1))).Type);
    }

    [Fact]
    public async Task A_node_that_is_not_there_ends_a_request_with_its_limit()
    {
        await using var client = new CcClient(endpoint, new ZmtpSocketOptions { Linger = TimeSpan.Zero });

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => client.RequestAsync(Message.Create("a", default), TimeSpan.FromMilliseconds(10)));

        Assert.Contains(endpoint, failure.Message);
    }

    [Fact]
    public async Task A_queue_that_is_full_ends_a_request_with_its_limit_too()
    {
        await using var client = new CcClient(endpoint, new ZmtpSocketOptions { SendHighWaterMark = 1, Linger = TimeSpan.Zero });
        await client.PublishAsync(Message.Create("a", default));

        await Assert.ThrowsAsync<TimeoutException>(() => client.RequestAsync(Message.Create("a", default), TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public async Task Disposing_fails_the_requests_that_wait()
    {
        await node.BindAsync(endpoint);
        var client = new CcClient(endpoint);
        var asking = client.RequestAsync(Message.Create("a", default), Timeout.InfiniteTimeSpan);
        await node.ReceiveAsync();

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => asking);
    }

    [Fact]
    public async Task Frames_that_are_no_message_are_passed_over()
    {
        await node.BindAsync(endpoint);
        await using var client = new CcClient(endpoint);
        var asking = client.RequestAsync(Message.Create("a", default), TimeSpan.FromMinutes(1));

        var request = await node.ReceiveAsync();
        await node.SendAsync(Multipart.Create("nonsense").Push(Multipart.EncodeAddress(request[0].Span)));
        await node.SendAsync(request);

        Assert.Equal("a", (await asking).Type);
    }

    [Fact]
    public void An_endpoint_that_is_none_is_refused() => Assert.Throws<ZmtpException>(() => new CcClient("nowhere"));
}
