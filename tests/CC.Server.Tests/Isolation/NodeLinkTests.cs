using CC.Sdk;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;
using CC.Server.Isolation;
using CC.Zmtp;

namespace CC.Server.Tests.Isolation;

/// <summary>The link of a component's process, with a socket in place of the node's.</summary>
public sealed class NodeLinkTests : IAsyncDisposable
{
    private readonly Counters counters = new();
    private readonly ZmtpSocket node = new(SocketType.Router);
    private readonly RecordingLogger<NodeLink> logger = new();
    private NodeLink? link;

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await (link?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task Answers_come_back_to_the_link_that_asked()
    {
        var messages = await ConnectAsync();
        var mistaken = new TaskCompletionSource<Message>();
        using var other = messages.OpenLink(message =>
        {
            mistaken.SetResult(message);
            return default;
        });
        var asking = messages.RequestAsync(Texts.Message("ping"), ServerProcess.Patience);

        Message.TryParse(await node.ReceiveAsync(), out var asked);
        await node.SendAsync(Message.Create("pong", default, route: asked.Route).Frames);

        Assert.Equal("pong", (await asking).Type);
        Assert.False(mistaken.Task.IsCompleted);
    }

    [Fact]
    public async Task What_is_published_reaches_the_node_without_an_address_of_the_process()
    {
        var messages = await ConnectAsync();

        Assert.True(await messages.PublishAsync(Texts.Message("a.b")));

        Message.TryParse(await node.ReceiveAsync(), out var message);
        Assert.Equal(("a.b", 1), (message.Type, message.Route.Count));
    }

    [Fact]
    public async Task What_can_not_be_returned_from_there_is_counted()
    {
        var messages = await ConnectAsync();

        messages.Return(Texts.Message("pong").Frames);
        messages.Return(default);

        Assert.Equal(2, counters.Named("count.dropped.unroutable").Value);
    }

    private async Task<IMessages> ConnectAsync()
    {
        var order = Orders.To(await node.BindAsync("tcp://127.0.0.1:*"));
        link = new NodeLink(order, new Traffic(counters, countTypes: false), logger, TimeProvider.System);
        return link.Messages;
    }
}
