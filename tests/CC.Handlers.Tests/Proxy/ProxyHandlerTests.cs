using CC.Frames;
using CC.Plugins.Proxy;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.Proxy;

/// <summary>A proxy with a bare socket of the same process as the other node.</summary>
public sealed class ProxyHandlerTests : IAsyncDisposable
{
    private static readonly Message Large = Messages.Of("id", "", "pub.x", "{}", "", new string('x', 100_000));

    private readonly string url = $"inproc://remote-{Guid.NewGuid():N}";
    private readonly FakeMessages messages = new();
    private readonly FakeMetrics metrics = new();
    private readonly ManualTime time = new();
    private readonly RecordingLogger<ProxyHandler> logger = new();
    private readonly ZmtpSocket remote = new(SocketType.Router);
    private ProxyHandler? proxy;

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await remote.DisposeAsync();
    }

    [Theory]
    [InlineData("id", "", "pub.x", "{}", "", "blob")]
    [InlineData("id", "second hop", "", "pub.x", "no JSON at all", "signature", "", "extra", "")]
    [InlineData("id", "", "pub.x", "ENC1", "cipher")]
    [InlineData("id", "", "pub.x", "{\"req\": \"other\"}")]
    [InlineData("id", "", "pub.x")]
    public async Task Passes_on_what_came_frame_by_frame_whatever_is_in_it(params string[] frames)
    {
        await StartConnectedAsync();

        await HandleAsync(Messages.Of(frames));

        Assert.Equal(frames, (await ReceiveAsync()).Texts()[1..]);
        Assert.Empty(messages.Returned);
    }

    [Theory]
    [InlineData("client", "", "echo.response", "no JSON", "", "blob", "extra")]
    [InlineData("client", "Q000001", "", "task.reply.1", "{}")]
    [InlineData("client", "no delimiter")]
    [InlineData("", "client")]
    public async Task Returns_what_comes_back_frame_by_frame(params string[] frames)
    {
        await StartConnectedAsync();
        await HandleAsync(Messages.Of("client", "", "a"));
        (await ReceiveAsync()).Pop(out var link);

        await remote.SendAsync(Multipart.Create(frames).Push(Multipart.EncodeAddress(link.Span)));
        await Eventually.TrueAsync(() => !messages.Returned.IsEmpty, () => "nothing was returned");

        Assert.Equal(frames, Assert.Single(messages.Returned).Texts());
        Assert.Equal(1, metrics["proxied_replies"]);
        Assert.Equal(frames.Sum(frame => frame.Length), metrics["proxied_reply_bytes"]);
    }

    [Fact]
    public async Task While_the_other_node_is_away_twice_the_watermark_waits_and_the_rest_is_counted()
    {
        Start("zmq_hwm = 10");
        for (var i = 0; i < 25; i++)
        {
            await HandleAsync(Numbered(i));
        }

        Assert.Equal(5, metrics["count.dropped.link-down"]);
        Assert.Equal(5 * Numbered(20).ContentLength, metrics["bytes.dropped"]);

        await remote.BindAsync(url);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"{i:D4}", (await ReceiveAsync()).Texts()[4]);
        }

        Assert.Equal(5, metrics["count.dropped"]);
    }

    [Theory]
    [InlineData("zmq_hwm = 0")]
    [InlineData("zmq_hwm = -1")]
    public async Task A_watermark_of_nothing_is_no_limit(string options)
    {
        Start($"{options}\nzmq_linger = 0");

        for (var i = 0; i < 5000; i++)
        {
            await HandleAsync(Numbered(i));
        }

        Assert.Equal(0, metrics["count.dropped"]);
    }

    [Fact]
    public async Task Closing_it_is_no_loss_of_the_connection()
    {
        await StartConnectedAsync();

        await EndAsync();

        Assert.DoesNotContain(logger.Lines, line => line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task What_still_waits_when_it_is_closed_is_said()
    {
        Start("zmq_linger = 0");
        await HandleAsync(Numbered(1));
        await HandleAsync(Numbered(2));

        await EndAsync();

        Assert.Equal(2, metrics["count.dropped.link-lost"]);
        Assert.Contains((LogLevel.Warning, $"2 messages that waited for {url} when the link was closed are dropped"), logger.Lines);
    }

    [Fact]
    public async Task Connects_again_when_the_other_node_comes_back_and_says_both()
    {
        await StartConnectedAsync();
        await HandleAsync(Numbered(1));
        await ReceiveAsync();

        await remote.DisposeAsync();
        await SaidAsync(LogLevel.Warning, $"lost the connection to {url}: ");
        await HandleAsync(Numbered(2));
        await using var again = new ZmtpSocket(SocketType.Router);
        await again.BindAsync(url);

        Assert.Equal("0002", (await ReceiveAsync(again)).Texts()[4]);
        Assert.Equal(2, logger.Lines.Count(line => line == (LogLevel.Information, $"connected to {url}")));
        Assert.Equal(0, metrics["count.dropped"]);
    }

    [Fact]
    public async Task That_the_other_node_is_not_there_is_said_once()
    {
        Start("");

        await SaidAsync(LogLevel.Warning, $"{url} is not there: ");
        await Eventually.TrueAsync(() => time.Waiting.Count > 0, () => "it is not tried again");
        time.Advance(TimeSpan.FromMinutes(1));
        await remote.BindAsync(url);
        await ConnectedAsync();

        Assert.Single(logger.Lines, line => line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task While_the_other_node_is_slow_senders_wait_until_it_goes_on()
    {
        await using var slow = await StartSlowAsync("zmq_hwm = 1");
        var waiting = await FillAsync();

        slow.GoOn();
        await waiting.WaitAsync(ServerProcess.Patience);

        Assert.Equal(0, metrics["count.dropped"]);
    }

    [Fact]
    public async Task After_the_send_timeout_messages_are_dropped_at_once_until_the_other_node_goes_on()
    {
        await using var slow = await StartSlowAsync("zmq_hwm = 1\nsend-timeout = 7");
        var waiting = await FillAsync();

        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await waiting.WaitAsync(ServerProcess.Patience);
        Assert.True(HandleAsync(Large).IsCompletedSuccessfully);

        Assert.Equal(2, metrics["count.dropped.link-full"]);
        Assert.Equal(2 * Large.ContentLength, metrics["bytes.dropped"]);
        Assert.Single(logger.Lines, line => line == (LogLevel.Warning, $"{url} has taken nothing for 7 s; messages are dropped until it does"));
    }

    [Fact]
    public async Task When_the_other_node_has_gone_on_senders_wait_again()
    {
        await using var slow = await StartSlowAsync("zmq_hwm = 1\nsend-timeout = 7");
        var waiting = await FillAsync();
        time.Advance(TimeSpan.FromSeconds(7));
        await waiting;

        slow.GoOn();
        await Eventually.TrueAsync(() => IsTaken(Large), () => "nothing is taken any more");
        slow.Halt();

        Assert.False((await FillAsync()).IsCompleted);
    }

    [Fact]
    public async Task A_sender_that_waits_is_let_go_when_the_link_is_lost()
    {
        await using var slow = await StartSlowAsync("zmq_hwm = 1");
        var waiting = await FillAsync();

        slow.Leave();
        await waiting.WaitAsync(ServerProcess.Patience);

        // Either it is dropped, since the link is down, or it has the place of one that was lost with the link, whichever is first. It has not waited until its time was over.
        Assert.InRange(metrics["count.dropped.link-down"], 0, 1);
        Assert.Equal(0, metrics["count.dropped.link-full"]);
    }

    [Fact]
    public async Task An_answer_waits_for_room_and_those_behind_it_keep_their_order()
    {
        var room = new TaskCompletionSource();
        messages.OnReturnAsync = _ => room.Task;
        var link = await AskedAsync();

        await AnswerAsync(link, "client", "1");
        await AnswerAsync(link, "other", "2");
        await Eventually.TrueAsync(() => metrics["proxied_replies"] == 1, () => "no answer comes");
        Assert.Empty(messages.Returned);
        room.SetResult();

        await Eventually.TrueAsync(() => messages.Returned.Count == 2, () => "nothing is returned");
        Assert.Equal(["1", "2"], messages.Returned.Select(frames => frames.Texts()[^1]));
    }

    [Fact]
    public async Task Who_takes_no_answers_is_waited_for_once_until_it_takes_one()
    {
        var room = new TaskCompletionSource();
        messages.OnReturnAsync = frames => frames.Texts()[0] == "client" ? room.Task : Task.CompletedTask;
        var link = await AskedAsync("send-timeout = 7");
        await AnswerAsync(link, "client", "1");
        await Eventually.TrueAsync(() => metrics["proxied_replies"] == 1, () => "no answer comes");

        await PassAsync(() => AnswerAsync(link, "other", "2"), () => messages.Returned.Count == 1);
        Assert.Equal("2", messages.Returned.Single().Texts()[^1]);
        messages.Gone["client"] = true; // Of one that is full, the same is told.
        await AnswerAsync(link, "client", "3");
        await AnswerAsync(link, "other", "4");
        await Eventually.TrueAsync(() => messages.Returned.Count == 2, () => "one that takes nothing is waited for again");
        messages.Gone.Clear();
        await AnswerAsync(link, "client", "5");
        await Eventually.TrueAsync(() => messages.Returned.Count == 3, () => "it is not tried again");
        await AnswerAsync(link, "client", "6");
        await Eventually.TrueAsync(() => metrics["proxied_replies"] == 6, () => "no answer comes");

        Assert.Equal(["2", "4", "5"], messages.Returned.Select(frames => frames.Texts()[^1]));
        room.SetResult();
        await Eventually.TrueAsync(() => messages.Returned.Count == 4, () => "it is not waited for any more");
    }

    [Fact]
    public async Task Closing_it_waits_for_nobody_who_takes_no_answers()
    {
        messages.OnReturnAsync = _ => new TaskCompletionSource().Task;
        await AnswerAsync(await AskedAsync(), "client", "1");
        await Eventually.TrueAsync(() => metrics["proxied_replies"] == 1, () => "no answer comes");

        await EndAsync();
    }

    /// <summary>Lets time pass after something until something is so.</summary>
    private async Task PassAsync(Func<Task> first, Func<bool> until)
    {
        await first();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return until();
            },
            () => "it is waited for without end");
    }

    /// <summary>The address that the other node has for the proxy.</summary>
    private async Task<byte[]> AskedAsync(string options = "")
    {
        await StartConnectedAsync(options);
        await HandleAsync(Messages.Of("client", "", "a"));
        (await ReceiveAsync()).Pop(out var link);
        return link.ToArray();
    }

    private Task AnswerAsync(byte[] link, string client, string body) =>
        remote.SendAsync(Multipart.Create(client, "", "b", body).Push(Multipart.EncodeAddress(link))).AsTask();

    [Fact]
    public async Task What_still_waits_when_it_is_disposed_is_counted()
    {
        Start("zmq_linger = 0");
        for (var i = 0; i < 3; i++)
        {
            await HandleAsync(Numbered(i));
        }

        await EndAsync();

        Assert.Equal(3, metrics["count.dropped.link-lost"]);
    }

    [Fact]
    public async Task What_waits_when_it_is_disposed_is_sent_to_a_node_that_is_there()
    {
        await StartConnectedAsync();
        for (var i = 0; i < 50; i++)
        {
            await HandleAsync(Numbered(i));
        }

        await EndAsync();

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"{i:D4}", (await ReceiveAsync()).Texts()[4]);
        }

        Assert.Equal(0, metrics["count.dropped"]);
    }

    [Fact]
    public async Task Pings_the_other_node_every_second_and_keeps_the_answers()
    {
        await StartConnectedAsync("ping = yes");
        time.Advance(TimeSpan.FromSeconds(1));
        var ping = await ReceiveAsync();
        Message.TryParse(ping, out var request);

        Assert.Equal(["", "echo.request"], ping.Texts()[1..3]);
        Assert.Equal(url, messages.Open(request, BodiesJson.Default.EchoRequest).Target);

        var asked = messages.Open(request, BodiesJson.Default.EchoRequest);
        var answer = new EchoResponse { Req = EchoResponse.Type, OrigHostname = asked.Hostname, OrigTarget = asked.Target, OrigTime = asked.Time };
        await remote.SendAsync(messages.Compose(answer, BodiesJson.Default.EchoResponse, route: request.Route).Frames);
        await SaidAsync(LogLevel.Trace, $"{url} answered: OnTime");

        Assert.Empty(messages.Returned);
        Assert.Equal(0, metrics["proxied_replies"]);
    }

    [Fact]
    public async Task Warns_when_pings_are_not_answered()
    {
        await StartConnectedAsync("ping = yes");

        time.Advance(TimeSpan.FromSeconds(8));

        Assert.Single(logger.Lines, line => line == (LogLevel.Warning, $"{url} has not answered for 6 s"));
    }

    [Fact]
    public async Task Pings_do_not_take_the_place_of_messages_while_the_other_node_is_away()
    {
        Start("ping = yes\nzmq_hwm = 1");
        time.Advance(TimeSpan.FromSeconds(5));

        await HandleAsync(Numbered(0));
        await HandleAsync(Numbered(1));
        await remote.BindAsync(url);

        Assert.Equal("0000", (await ReceiveAsync()).Texts()[4]);
        Assert.Equal("0001", (await ReceiveAsync()).Texts()[4]);
        Assert.Equal(0, metrics["count.dropped"]);
    }

    [Fact]
    public async Task Does_not_ping_unless_told_to()
    {
        await StartConnectedAsync();

        time.Advance(TimeSpan.FromSeconds(5));
        await HandleAsync(Numbered(0));

        Assert.Equal("0000", (await ReceiveAsync()).Texts()[4]);
    }

    private static Message Numbered(int number) => Messages.Of("id", "", "pub.x", $"{number:D4}", "");

    private void Start(string options) =>
        proxy = new ProxyHandler(OptionsOf.Section<ProxyOptions>($"remote-cc = {url}\n{options}"), messages, metrics, time, logger);

    private async Task StartConnectedAsync(string options = "")
    {
        await remote.BindAsync(url);
        Start(options);
        await ConnectedAsync();
    }

    private async Task<SlowNode> StartSlowAsync(string options)
    {
        var slow = await SlowNode.StartAsync(url);
        Start($"{options}\nzmq_linger = 0");
        await ConnectedAsync();
        return slow;
    }

    private bool IsTaken(Message message)
    {
        var dropped = metrics["count.dropped"];
        return HandleAsync(message).IsCompleted && metrics["count.dropped"] == dropped;
    }

    private Task HandleAsync(Message message) => proxy!.HandleAsync(message, default).AsTask();

    /// <summary>Sends until a sender has to wait, and returns that.</summary>
    private async Task<Task> FillAsync()
    {
        Task handling;
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            handling = HandleAsync(Large);
            await Task.WhenAny(handling, Task.Delay(TimeSpan.FromMilliseconds(300)));
        }
        while (handling.IsCompleted);
        return handling;
    }

    /// <summary>What the other node gets next. Lets time pass meanwhile, since connections are tried again by the same clock.</summary>
    private async Task<Multipart> ReceiveAsync(ZmtpSocket? node = null)
    {
        var received = default(Multipart);
        await Eventually.TrueAsync(() => Pass() && (node ?? remote).TryReceive(out received), () => "nothing has come");
        return received;
    }

    /// <summary>Disposes the proxy, which lingers by the same clock.</summary>
    private async Task EndAsync()
    {
        var ending = proxy?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        proxy = null;
        await Eventually.TrueAsync(() => Pass() && ending.IsCompleted, () => "the proxy does not end");
        await ending;
    }

    private Task ConnectedAsync() => Eventually.TrueAsync(
        () => Pass() && logger.Lines.Contains((LogLevel.Information, $"connected to {url}")), () => "it does not connect");

    private bool Pass()
    {
        time.Advance(TimeSpan.FromMilliseconds(20));
        return true;
    }

    private Task SaidAsync(LogLevel level, string text) => Eventually.TrueAsync(
        () => logger.Lines.Any(line => line.Level == level && line.Text.StartsWith(text, StringComparison.Ordinal)),
        () => $"it says no '{text}' but: {string.Join(" | ", logger.Lines)}");
}
