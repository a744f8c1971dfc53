using CC.Client;
using CC.Sdk.Bodies;

namespace CC.Sdk.Tests.Client;

/// <summary>When a peer counts as late or gone: specification 4.1.</summary>
public sealed class PingMonitorTests
{
    private const string Url = "tcp://peer:1";
    private const double Epoch = 1_700_000_000.5;

    private readonly PingMonitor monitor = new(Url);

    [Fact]
    public void A_ping_carries_the_url_and_the_time()
    {
        var ping = PingAt(3);

        Assert.Equal(("echo.request", Url, Epoch + 3), (ping.Req, ping.Target, ping.Time));
    }

    [Fact]
    public void The_answer_to_the_last_ping_is_on_time()
    {
        var ping = PingAt(1);

        Assert.Equal((Pong.OnTime, TimeSpan.FromSeconds(0.25)), AnswerAt(1.25, ping));
    }

    [Fact]
    public void The_answer_to_an_earlier_ping_is_late_within_five_seconds()
    {
        var ping = PingAt(1);
        PingAt(2);

        Assert.Equal(Pong.Late, AnswerAt(6, ping).Verdict);
    }

    [Fact]
    public void And_too_late_after_them()
    {
        var ping = PingAt(1);
        PingAt(2);

        Assert.Equal((Pong.TooLate, TimeSpan.FromSeconds(6)), AnswerAt(7, ping));
    }

    [Fact]
    public void The_answer_to_the_ping_of_somebody_else_is_foreign_and_no_sign_of_life()
    {
        PingAt(1);
        var foreign = new EchoResponse { Req = EchoResponse.Type, OrigHostname = "h", OrigTarget = "tcp://other:1", OrigTime = Epoch + 1 };

        var (verdict, _) = monitor.Answer(foreign, Epoch + 1, TimeSpan.FromSeconds(1));
        PingAt(7);

        Assert.Equal(Pong.Foreign, verdict);
        Assert.NotNull(monitor.Silence);
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_time_that_cannot_be_is_foreign(double time)
    {
        PingAt(1);
        var answer = new EchoResponse { Req = EchoResponse.Type, OrigHostname = "h", OrigTarget = Url, OrigTime = time };

        Assert.Equal(Pong.Foreign, monitor.Answer(answer, Epoch, TimeSpan.FromSeconds(1)).Verdict);
    }

    [Fact]
    public void A_peer_that_answers_is_not_silent()
    {
        for (var second = 1; second < 20; second++)
        {
            AnswerAt(second + 0.1, PingAt(second));
            Assert.Null(monitor.Silence);
        }
    }

    [Fact]
    public void A_peer_is_silent_when_it_has_not_answered_for_more_than_five_seconds()
    {
        AnswerAt(1, PingAt(1));
        PingAt(6);
        var before = monitor.Silence;

        PingAt(7);

        Assert.Null(before);
        Assert.Equal(TimeSpan.FromSeconds(6), monitor.Silence);
    }

    [Fact]
    public void A_peer_that_has_never_answered_is_silent_after_five_seconds_too()
    {
        PingAt(1);
        var before = monitor.Silence;

        PingAt(7);

        Assert.Null(before);
        Assert.Equal(TimeSpan.FromSeconds(6), monitor.Silence);
    }

    [Fact]
    public void Setting_the_clock_makes_nobody_silent()
    {
        AnswerAt(1, PingAt(1));

        monitor.Ping(Epoch + 100_000, TimeSpan.FromSeconds(2));

        Assert.Null(monitor.Silence);
    }

    private EchoRequest PingAt(double second) => monitor.Ping(Epoch + second, TimeSpan.FromSeconds(second));

    private (Pong Verdict, TimeSpan RoundTrip) AnswerAt(double second, EchoRequest ping)
    {
        var answer = new EchoResponse { Req = EchoResponse.Type, OrigHostname = "h", OrigTarget = ping.Target, OrigTime = ping.Time };
        return monitor.Answer(answer, Epoch + second, TimeSpan.FromSeconds(second));
    }
}
