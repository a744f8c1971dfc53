using CC.Client;
using CC.Frames;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Sdk.Tests.Client;

public sealed class PingerTests : IAsyncDisposable
{
    private const string Url = "tcp://peer:1";

    private readonly ManualTime time = new();
    private readonly RecordingLogger<Pinger> logger = new();
    private readonly FakeMessages messages;
    private readonly List<Message> sent = [];
    private readonly Pinger pinger;

    public PingerTests()
    {
        messages = new FakeMessages { Time = time };
        pinger = new Pinger(Url, messages, time, logger, frames =>
        {
            Message.TryParse(frames, out var ping);
            sent.Add(ping);
        });
    }

    public ValueTask DisposeAsync() => pinger.DisposeAsync();

    [Fact]
    public void Pings_every_second()
    {
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(3, sent.Count);
        Assert.Equal(Url, messages.Open(sent[0], BodiesJson.Default.EchoRequest).Target);
        Assert.True(sent[0].Route.IsEmpty);
    }

    [Fact]
    public void Says_once_that_the_node_is_silent_and_once_that_it_is_back()
    {
        time.Advance(TimeSpan.FromSeconds(30));
        Answer(sent[^1]);
        time.Advance(TimeSpan.FromSeconds(1));
        Answer(sent[^1]);

        var lines = logger.Lines.Where(line => line.Level >= LogLevel.Information).ToArray();
        Assert.Equal(
            [(LogLevel.Warning, $"{Url} has not answered for 6 s"), (LogLevel.Information, $"{Url} answers again")],
            lines);
    }

    [Fact]
    public void Says_it_again_when_the_node_falls_silent_again()
    {
        time.Advance(TimeSpan.FromSeconds(30));
        Answer(sent[^1]);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(2, logger.Lines.Count(line => line.Level == LogLevel.Warning));
    }

    [Fact]
    public void An_answer_on_time_is_worth_no_line_that_anybody_sees()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        Answer(sent[0]);

        Assert.Equal(LogLevel.Trace, Assert.Single(logger.Lines).Level);
    }

    [Fact]
    public void What_is_no_answer_to_a_ping_is_told_of()
    {
        pinger.Answer(Multipart.Create("nonsense"));
        pinger.Answer(Multipart.Create("", "echo.response", "{}"));
        pinger.Answer(Multipart.Create("", "log.info", "{\"req\":\"log.info\"}"));

        Assert.All(logger.Lines, line => Assert.Equal((LogLevel.Warning, $"{Url} sent back what is no answer to a ping"), line));
        Assert.Equal(3, logger.Lines.Count);
    }

    [Fact]
    public async Task Pings_no_more_when_it_is_disposed()
    {
        await pinger.DisposeAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(sent);
    }

    private void Answer(Message ping)
    {
        var request = messages.Open(ping, BodiesJson.Default.EchoRequest);
        var response = new EchoResponse { Req = EchoResponse.Type, OrigHostname = request.Hostname, OrigTarget = request.Target, OrigTime = request.Time };
        pinger.Answer(messages.Compose(response, BodiesJson.Default.EchoResponse).Frames);
    }
}
