using CC.Frames;
using CC.Plugins.Echo;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Handlers.Tests.Echo;

/// <summary>The echo handler as the one that asks, with a bare socket as the other node.</summary>
public sealed class PingRemotesTests : IAsyncDisposable
{
    private readonly string url = $"inproc://pinged-{Guid.NewGuid():N}";
    private readonly ManualTime time = new();
    private readonly RecordingLogger<EchoHandler> logger = new();
    private readonly FakeMessages messages;
    private readonly ZmtpSocket remote = new(SocketType.Router);
    private EchoHandler? echo;

    public PingRemotesTests() => messages = new FakeMessages { Time = time, HostName = "asker" };

    public async ValueTask DisposeAsync()
    {
        await (echo?.DisposeAsync() ?? default);
        await remote.DisposeAsync();
    }

    [Fact]
    public async Task Asks_the_other_node_every_second_with_the_url_as_target()
    {
        await remote.BindAsync(url);
        Start(url);

        var first = await NextPingAsync();
        var second = await NextPingAsync();

        Assert.Equal(["", "echo.request"], first.Texts()[1..3]);
        Assert.Equal("", first.Texts()[4]);
        Assert.Equal((url, "asker"), (Read(first).Target, Read(first).Hostname));
        Assert.Equal(1, Read(second).Time - Read(first).Time, precision: 6);
    }

    [Fact]
    public async Task An_answer_in_time_is_worth_a_trace()
    {
        await remote.BindAsync(url);
        Start(url);

        await remote.SendAsync(AnswerTo(await NextPingAsync()));
        await Eventually.TrueAsync(() => !logger.Lines.IsEmpty, () => "the answer has no effect");

        var (level, text) = Assert.Single(logger.Lines);
        Assert.Equal(LogLevel.Trace, level);
        Assert.StartsWith($"{url} answered: OnTime", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_named_and_once_more_when_it_does()
    {
        await remote.BindAsync(url);
        Start(url);
        await NextPingAsync();

        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal((LogLevel.Warning, $"{url} has not answered for 6 s"), Assert.Single(logger.Lines));

        await remote.SendAsync(AnswerTo(await remote.ReceiveAsync()));
        await Eventually.TrueAsync(() => logger.Lines.Contains((LogLevel.Information, $"{url} answers again")), () => "it is not said that the node is back");
    }

    [Fact]
    public async Task While_the_other_node_is_away_one_ping_waits_at_most()
    {
        Start(url);
        time.Advance(TimeSpan.FromSeconds(20));
        var since = time.GetUtcNow();

        await remote.BindAsync(url);
        var waited = Read(await FirstPingAsync());
        var next = Read(await NextPingAsync());

        Assert.True(waited.Time < Seconds(since));
        Assert.True(next.Time > Seconds(since));
    }

    [Fact]
    public async Task Each_node_of_the_list_is_judged_for_itself()
    {
        var silent = $"{url}-silent";
        await remote.BindAsync(url);
        Start($"{url}, {silent}");

        for (var i = 0; i < 8; i++)
        {
            await remote.SendAsync(AnswerTo(await NextPingAsync()));
            await Eventually.TrueAsync(() => logger.Lines.Count(line => line.Level == LogLevel.Trace) > i, () => "the answer has no effect");
        }

        Assert.StartsWith(silent, Assert.Single(logger.Lines, line => line.Level == LogLevel.Warning).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_its_connections_when_it_is_disposed()
    {
        var gone = new TaskCompletionSource();
        await using var watching = new ZmtpSocket(SocketType.Router, new ZmtpSocketOptions
        {
            OnEvent = what =>
            {
                if (what.Kind == ZmtpEventKind.Disconnected)
                {
                    gone.TrySetResult();
                }
            },
        });
        await watching.BindAsync(url);
        Start(url);
        time.Advance(TimeSpan.FromSeconds(1));
        await watching.ReceiveAsync();

        await echo!.DisposeAsync();

        await gone.Task.WaitAsync(ServerProcess.Patience);
        Assert.Empty(time.Waiting);
    }

    private void Start(string urls) =>
        echo = new EchoHandler(OptionsOf.Section<EchoOptions>($"ping-remotes = {urls}"), messages, time, logger);

    /// <summary>The ping of the next second.</summary>
    private Task<Multipart> NextPingAsync()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return remote.ReceiveAsync().AsTask().WaitAsync(ServerProcess.Patience);
    }

    /// <summary>Lets time pass until a ping comes: the connection, too, is tried again by this clock.</summary>
    private async Task<Multipart> FirstPingAsync()
    {
        var ping = default(Multipart);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return remote.TryReceive(out ping);
            },
            () => "no ping has come");
        return ping;
    }

    private Multipart AnswerTo(Multipart ping)
    {
        Message.TryParse(ping, out var request);
        var body = Read(ping);
        var answer = new EchoResponse { Req = EchoResponse.Type, OrigHostname = body.Hostname, OrigTarget = body.Target, OrigTime = body.Time };
        return messages.Compose(answer, BodiesJson.Default.EchoResponse, route: request.Route).Frames;
    }

    private EchoRequest Read(Multipart ping)
    {
        Message.TryParse(ping, out var request);
        return messages.Open(request, BodiesJson.Default.EchoRequest);
    }

    private static double Seconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
}
