using System.Text;
using CC.Frames;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Tests.Messages;

public sealed class MessagesExtensionsTests
{
    private static readonly EchoRequest Ping = new() { Req = EchoRequest.Type, Target = "T" };

    private readonly FakeMessages messages = new();

    [Fact]
    public void A_reply_goes_back_along_the_route_of_the_request()
    {
        Message.TryParse(Multipart.Create("peer", "Q1", "", "echo.request", "{}"), out var request);

        messages.Reply(request, Ping, BodiesJson.Default.EchoRequest);

        Assert.True(messages.Returned.TryDequeue(out var returned));
        Assert.Equal("peer", Encoding.UTF8.GetString(returned[0].Span));
        Assert.Equal("Q1", Encoding.UTF8.GetString(returned[1].Span));
        Assert.Equal("echo.request", Encoding.UTF8.GetString(returned[3].Span));
    }

    [Fact]
    public async Task A_body_is_published_as_a_message()
    {
        var routed = await messages.PublishAsync(Ping, BodiesJson.Default.EchoRequest);

        Assert.True(routed);
        Assert.Equal("echo.request", Assert.Single(messages.Published).Type);
    }

    [Fact]
    public async Task A_request_gets_the_first_answer()
    {
        var answer = Message.Create("reply", "{\"req\":\"reply\"}"u8.ToArray());
        messages.OnPublish = async _ =>
        {
            await messages.AnswerAsync(answer);
            return true;
        };

        var received = await messages.RequestAsync(Message.Create("echo.request", default), TimeSpan.FromMinutes(1));

        Assert.Equal("reply", received.Type);
    }

    [Fact]
    public async Task A_request_without_a_route_fails_at_once_and_names_the_type()
    {
        messages.OnPublish = _ => new ValueTask<bool>(false);

        var failure = await Assert.ThrowsAsync<NoRouteException>(() => messages.RequestAsync(Message.Create("no.such", default), Timeout.InfiniteTimeSpan));

        Assert.Equal("no.such", failure.Type);
        Assert.Contains("[routes]", failure.Message);
    }

    [Fact]
    public async Task A_request_that_nobody_answers_ends_with_its_limit()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => messages.RequestAsync(Message.Create("echo.request", default), TimeSpan.FromMilliseconds(1)));

        Assert.Contains("echo.request", failure.Message);
    }

    [Fact]
    public async Task A_request_that_waits_for_room_ends_with_its_limit_too()
    {
        messages.OnPublish = _ => new ValueTask<bool>(new TaskCompletionSource<bool>().Task);

        await Assert.ThrowsAsync<TimeoutException>(() => messages.RequestAsync(Message.Create("echo.request", default), TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_cancelled_request_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var request = messages.RequestAsync(Message.Create("echo.request", default), Timeout.InfiniteTimeSpan, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }
}
