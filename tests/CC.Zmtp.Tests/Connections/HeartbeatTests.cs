using CC.Zmtp.Connections;
using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Connections;

public sealed class HeartbeatTests : IDisposable
{
    private readonly FakeTime time = new();
    private readonly List<byte[]> sent = [];
    private readonly List<ZmtpException> lost = [];
    private Heartbeat? heartbeat;

    [Fact]
    public void A_quiet_connection_is_asked_for_a_sign_of_life()
    {
        Start(interval: 10, timeout: 30, ttl: 7);

        Advance(15);

        Assert.Equal(Command.Encode("PING"u8, [0, 70]), Assert.Single(sent));
    }

    [Fact]
    public void Nobody_is_asked_who_is_heard()
    {
        Start(interval: 10, timeout: 30);

        for (var i = 0; i < 20; i++)
        {
            Advance(5);
            heartbeat!.OnTraffic();
        }

        Assert.Empty(sent);
        Assert.Empty(lost);
    }

    [Fact]
    public void A_peer_that_does_not_answer_is_lost_after_the_time_limit()
    {
        Start(interval: 10, timeout: 30);

        Advance(39);
        Assert.Empty(lost);
        Assert.Single(sent);

        Advance(2);
        Assert.Equal(ZmtpError.HeartbeatTimeout, Assert.Single(lost).Error);
    }

    [Fact]
    public void A_peer_is_lost_once()
    {
        Start(interval: 10, timeout: 30);

        Advance(1000);

        Assert.Single(lost);
        Assert.Equal(0, time.Running);
    }

    [Fact]
    public void Any_traffic_answers_a_PING()
    {
        Start(interval: 10, timeout: 30);

        for (var i = 0; i < 20; i++)
        {
            Advance(25);
            heartbeat!.OnTraffic();
        }

        Assert.Empty(lost);
        Assert.NotEmpty(sent);
    }

    [Fact]
    public void One_PING_is_enough_until_it_is_answered()
    {
        Start(interval: 10, timeout: 100);

        Advance(90);

        Assert.Single(sent);
    }

    /// <summary>The application lags behind and nothing is read: that must not be held against the peer.</summary>
    [Fact]
    public void Silence_does_not_count_while_nothing_is_read()
    {
        Start(interval: 10, timeout: 30);
        heartbeat!.OnPing([0, 5]);
        heartbeat.Pause();

        Advance(1000);
        heartbeat.OnTraffic();
        Advance(0.4);

        Assert.Empty(lost);
    }

    [Fact]
    public void Silence_counts_again_after_a_pause()
    {
        Start(interval: 10, timeout: 30);
        heartbeat!.Pause();
        Advance(1000);
        heartbeat.OnTraffic();

        Advance(60);

        Assert.Single(lost);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void A_PING_is_answered_with_its_own_context(int length)
    {
        Start();

        heartbeat!.OnPing([0, 0, .. Messages.Body(length)]);

        Assert.Equal(Command.Encode("PONG"u8, Messages.Body(length)), Assert.Single(sent));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    public void A_PING_has_a_time_to_live_and_a_context_of_16_octets_at_most(int length)
    {
        Start();

        Refusal.Of(ZmtpError.MalformedCommand, () => heartbeat!.OnPing(new byte[length]));
    }

    [Fact]
    public void A_peer_is_given_up_when_it_asked_for_it()
    {
        Start();
        heartbeat!.OnPing([0, 20]);

        Advance(1.5);
        Assert.Empty(lost);

        Advance(1);
        Assert.Equal(ZmtpError.HeartbeatTimeout, Assert.Single(lost).Error);
    }

    [Fact]
    public void A_peer_may_take_its_time_to_live_back()
    {
        Start();
        heartbeat!.OnPing([0, 20]);
        heartbeat.OnPing([0, 0]);

        Advance(1000);

        Assert.Empty(lost);
    }

    [Fact]
    public void Without_limits_nothing_happens_and_no_timer_runs()
    {
        Start();

        Advance(1000);

        Assert.Empty(sent);
        Assert.Equal(0, time.Running);
    }

    [Fact]
    public void After_its_disposal_nothing_happens_any_more()
    {
        Start(interval: 10, timeout: 30);
        heartbeat!.Dispose();

        Advance(1000);

        Assert.Empty(sent);
        Assert.Empty(lost);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 1)]
    [InlineData(6553.5, 65535)]
    public void The_time_to_live_is_told_in_tenths_of_a_second(double seconds, int tenths)
    {
        Start(interval: 10, timeout: 30, ttl: seconds);

        Advance(15);

        Assert.Equal(Command.Encode("PING"u8, [(byte)(tenths >> 8), (byte)tenths]), Assert.Single(sent));
    }

    public void Dispose() => heartbeat?.Dispose();

    private void Start(double interval = 0, double timeout = 0, double ttl = 0)
    {
        var options = new ZmtpSocketOptions
        {
            HeartbeatInterval = TimeSpan.FromSeconds(interval),
            HeartbeatTimeout = TimeSpan.FromSeconds(timeout),
            HeartbeatTtl = TimeSpan.FromSeconds(ttl),
            Time = time,
        };
        heartbeat = new Heartbeat(options, sent.Add, lost.Add);
    }

    private void Advance(double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));
}
