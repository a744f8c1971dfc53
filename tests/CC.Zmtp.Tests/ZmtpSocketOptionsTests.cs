namespace CC.Zmtp.Tests;

public sealed class ZmtpSocketOptionsTests
{
    private static readonly ZmtpSocketOptions[] Impossible =
    [
        new() { SendHighWaterMark = -1 },
        new() { ReceiveHighWaterMark = -1 },
        new() { MaxMessageSize = 0 },
        new() { MaxMessageSize = (1024 * 1024 * 1024) + 1 },
        new() { MaxFrames = 0 },
        new() { MaxConnections = 0 },
        new() { Identity = new byte[] { 0, 1 } },
        new() { Identity = Enumerable.Repeat((byte)1, 256).ToArray() },
        new() { MaxVersion = new Version(2, 1) },
        new() { MaxVersion = new Version(4, 0) },
        new() { HeartbeatInterval = TimeSpan.FromSeconds(-1) },
        new() { HeartbeatTimeout = TimeSpan.FromSeconds(-1) },
        new() { HeartbeatTtl = TimeSpan.FromSeconds(-1) },
        new() { HeartbeatTtl = TimeSpan.FromSeconds(6554) },
        new() { ReconnectDelay = TimeSpan.FromSeconds(-1) },
        new() { ReconnectDelayMax = TimeSpan.FromSeconds(-1) },
        new() { Linger = TimeSpan.FromSeconds(-1) },
        new() { HandshakeTimeout = TimeSpan.FromSeconds(-1) },
        new() { HandshakeTimeout = TimeSpan.FromDays(60) },
        new() { ReceiveHighWaterOctets = -1 },
        new() { UnfinishedBudget = -1 },
        new() { ProgressTimeout = TimeSpan.Zero },
        new() { ProgressTimeout = TimeSpan.FromSeconds(-1) },
        new() { MaxVersion = null! },
        new() { Security = null! },
        new() { Time = null! },
        new() { Tcp = null! },
        new() { Tcp = new TcpOptions { KeepAliveIdle = TimeSpan.FromSeconds(32768) } },
        new() { Tcp = new TcpOptions { KeepAliveIdle = TimeSpan.FromSeconds(-1) } },
        new() { Tcp = new TcpOptions { KeepAliveInterval = TimeSpan.FromSeconds(32768) } },
        new() { Tcp = new TcpOptions { KeepAliveInterval = TimeSpan.FromSeconds(-1) } },
        new() { Tcp = new TcpOptions { KeepAliveCount = 128 } },
        new() { Tcp = new TcpOptions { KeepAliveCount = -1 } },
        new() { Tcp = new TcpOptions { SendBuffer = -1 } },
        new() { Tcp = new TcpOptions { ReceiveBuffer = -1 } },
    ];

    [Fact]
    public void What_cannot_be_is_refused_when_the_socket_is_made() =>
        Assert.All(Impossible, options => Assert.ThrowsAny<ArgumentException>(() => new ZmtpSocket(SocketType.Dealer, options)));

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void A_type_that_does_not_exist_is_refused(int type) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZmtpSocket((SocketType)type));

    [Theory]
    [InlineData(0, 1024)]
    [InlineData(700, 1400)]
    [InlineData(1, 1024)]
    public void The_budget_of_unfinished_messages_is_1_GiB_or_two_messages(int maxMessageMiB, long expectedMiB) =>
        Assert.Equal(expectedMiB << 20, (maxMessageMiB == 0 ? new ZmtpSocketOptions() : new ZmtpSocketOptions { MaxMessageSize = maxMessageMiB << 20 }).EffectiveUnfinishedBudget);

    [Fact]
    public async Task What_is_as_large_as_can_be_is_taken()
    {
        var options = new ZmtpSocketOptions
        {
            SendHighWaterMark = 0,
            ReceiveHighWaterMark = 0,
            MaxMessageSize = 1024 * 1024 * 1024,
            Identity = Enumerable.Repeat((byte)1, 255).ToArray(),
            Linger = Timeout.InfiniteTimeSpan,
            HandshakeTimeout = Timeout.InfiniteTimeSpan,
            ProgressTimeout = Timeout.InfiniteTimeSpan,
            Tcp = new TcpOptions { KeepAlive = true, KeepAliveIdle = TimeSpan.FromSeconds(32767), KeepAliveInterval = TimeSpan.FromSeconds(32767), KeepAliveCount = 127 },
            HeartbeatTtl = TimeSpan.FromSeconds(6553.5),
        };

        await new ZmtpSocket(SocketType.Dealer, options).DisposeAsync();
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(3, 5, 3)]
    public void The_heartbeats_time_limit_is_its_interval_unless_it_is_set(int timeout, int interval, int expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected),
            new ZmtpSocketOptions { HeartbeatTimeout = TimeSpan.FromSeconds(timeout), HeartbeatInterval = TimeSpan.FromSeconds(interval) }.EffectiveHeartbeatTimeout);
}
