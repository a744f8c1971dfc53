using System.Security.Cryptography;

namespace CC.Zmtp;

/// <summary>How a socket behaves. Read when the socket is made.</summary>
public sealed record ZmtpSocketOptions
{
    /// <summary>About what the timers of .NET can take.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);

    /// <summary>Whoever asks for less would only burn time.</summary>
    private static readonly TimeSpan ShortestReconnectDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>Messages that may wait to be sent to one peer, before sending waits (or drops, as the pattern has it). 0 is no limit. Default 1000.</summary>
    public int SendHighWaterMark { get; init; } = 1000;

    /// <summary>Messages received from one peer that may wait for <see cref="ZmtpSocket.ReceiveAsync"/>, before reading from that peer pauses. 0 is no limit. Default 1000.</summary>
    public int ReceiveHighWaterMark { get; init; } = 1000;

    /// <summary>
    /// Octets of messages received from one peer that may wait for <see cref="ZmtpSocket.ReceiveAsync"/>, before reading from that peer
    /// pauses; one message is let in however large it is. 0 is no limit. Default 64 MiB.
    /// </summary>
    public long ReceiveHighWaterOctets { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Octets that messages on their way in may take together, over all connections of the socket, beyond 1 MiB for each; whoever
    /// needs more is cut off. 0 takes 1 GiB, or twice <see cref="MaxMessageSize"/> where that is more. Default 0.
    /// </summary>
    public long UnfinishedBudget { get; init; }

    /// <summary>
    /// A message that has begun to arrive must end, or 64 KiB more of it arrive, in each span of this length; otherwise the connection is
    /// closed, within twice this time. Reading that pauses for the application does not count.
    /// <see cref="Timeout.InfiniteTimeSpan"/> is no limit. Default 60 s.
    /// </summary>
    public TimeSpan ProgressTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long disposing waits for what was accepted to be sent. <see cref="Timeout.InfiniteTimeSpan"/> waits for ever. Default 500 ms.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The name under which a ROUTER peer knows this socket: 1 to 255 octets, the first not zero; empty lets the peer
    /// choose one (RFC 37, "The Identity Property").
    /// </summary>
    public ReadOnlyMemory<byte> Identity { get; init; }

    /// <summary>ROUTER: sending to an unknown peer throws instead of dropping. Default false.</summary>
    public bool Mandatory { get; init; }

    /// <summary>ROUTER: a new connection takes over an identity that is in use, and the old one is closed. Otherwise the new one is refused. Default false.</summary>
    public bool Handover { get; init; }

    /// <summary>XPUB: every subscription reaches the application, not only the first of its kind. Default false.</summary>
    public bool VerboseSubscriptions { get; init; }

    /// <summary>Octets of content that one message may have, all frames together. Default 256 MiB; at most 1 GiB. Commands of the protocol may have 64 KiB in any case.</summary>
    public int MaxMessageSize { get; init; } = 256 * 1024 * 1024;

    /// <summary>Frames that one message may have. Default 1024.</summary>
    public int MaxFrames { get; init; } = 1024;

    /// <summary>
    /// Connections that bound endpoints hold at once; a further one is closed at once. One that has ended counts until the
    /// application has taken what came through it. Default 16384.
    /// </summary>
    public int MaxConnections { get; init; } = 16384;

    /// <summary>How long connecting may take, and then becoming ready for messages. Default 30 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before a lost connection is tried again; it doubles with each failure, up to <see cref="ReconnectDelayMax"/>, and is shortened at random by up to a quarter, though never to less than 10 ms. Default 100 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between attempts to connect. Default 5 s.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a PING is sent on a quiet connection; zero is never (RFC 37, "Connection Heartbeating"). Peers of ZMTP 3.0 and before know no PING, and get none. Default zero.</summary>
    public TimeSpan HeartbeatInterval { get; init; }

    /// <summary>How long after a PING anything must arrive, or the connection is closed. Zero takes <see cref="HeartbeatInterval"/>. Default zero.</summary>
    public TimeSpan HeartbeatTimeout { get; init; }

    /// <summary>The time after which the peer should close a connection on which nothing more arrives, told in each PING; steps of 100 ms, rounded up, to 6553.5 s at most. Zero tells none. Default zero.</summary>
    public TimeSpan HeartbeatTtl { get; init; }

    /// <summary>The security mechanism. Default NULL.</summary>
    public ZmtpSecurity Security { get; init; } = ZmtpSecurity.Null;

    /// <summary>The newest protocol version to speak: 3.1, 3.0, 2.0 or 1.0. Default 3.1.</summary>
    public Version MaxVersion { get; init; } = new(3, 1);

    /// <summary>TCP options. Default: no keepalive, the operating system's buffers.</summary>
    public TcpOptions Tcp { get; init; } = new();

    /// <summary>Called for each <see cref="ZmtpEvent"/>, from any thread; must be quick. What it throws is ignored.</summary>
    public Action<ZmtpEvent>? OnEvent { get; init; }

    /// <summary>The clock of delays and limits. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal long EffectiveUnfinishedBudget => UnfinishedBudget > 0 ? UnfinishedBudget : Math.Max(1024L * 1024 * 1024, 2L * MaxMessageSize);

    internal TimeSpan EffectiveHeartbeatTimeout => HeartbeatTimeout > TimeSpan.Zero ? HeartbeatTimeout : HeartbeatInterval;

    /// <summary>The delay after so many failures in a row, the first being 1, with its random part.</summary>
    internal TimeSpan ReconnectDelayAfter(int failures)
    {
        var growth = Math.Min(ReconnectDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30)), ReconnectDelayMax.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(ShortestReconnectDelay.TotalMilliseconds, growth * (0.75 + (RandomNumberGenerator.GetInt32(1001) / 4000.0))));
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(SendHighWaterMark);
        ArgumentOutOfRangeException.ThrowIfNegative(ReceiveHighWaterMark);
        ArgumentOutOfRangeException.ThrowIfNegative(ReceiveHighWaterOctets);
        ArgumentOutOfRangeException.ThrowIfNegative(UnfinishedBudget);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxMessageSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageSize, 1024 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxFrames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConnections);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Identity.Length, 255);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HeartbeatTtl.TotalSeconds, 6553.5);
        RequireTime(HeartbeatTtl, nameof(HeartbeatTtl));
        RequireTime(HeartbeatInterval, nameof(HeartbeatInterval));
        RequireTime(HeartbeatTimeout, nameof(HeartbeatTimeout));
        RequireTime(ReconnectDelay, nameof(ReconnectDelay));
        RequireTime(ReconnectDelayMax, nameof(ReconnectDelayMax));
        RequireTimeOrInfinite(Linger, nameof(Linger));
        RequireTimeOrInfinite(HandshakeTimeout, nameof(HandshakeTimeout));
        RequireTimeOrInfinite(ProgressTimeout, nameof(ProgressTimeout));
        ArgumentOutOfRangeException.ThrowIfEqual(ProgressTimeout, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(Security);
        ArgumentNullException.ThrowIfNull(MaxVersion);
        ArgumentNullException.ThrowIfNull(Time);
        ArgumentNullException.ThrowIfNull(Tcp);
        Tcp.Validate();
        if (!Identity.IsEmpty && Identity.Span[0] == 0)
        {
            throw new ArgumentException("An identity must not start with a zero octet: those are reserved for generated ones.", nameof(Identity));
        }

        if ((MaxVersion.Major, MaxVersion.Minor) is not ((3, 1) or (3, 0) or (2, 0) or (1, 0)))
        {
            throw new ArgumentOutOfRangeException(nameof(MaxVersion), MaxVersion, "The versions of ZMTP are 3.1, 3.0, 2.0 and 1.0.");
        }
    }

    private static void RequireTimeOrInfinite(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            RequireTime(value, name);
        }
    }

    private static void RequireTime(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero || value > LongestTime)
        {
            throw new ArgumentOutOfRangeException(name, value, $"A time is not negative, and at most {LongestTime.TotalDays} days.");
        }
    }
}
