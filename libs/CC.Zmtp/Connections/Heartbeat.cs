using System.Buffers.Binary;
using CC.Zmtp.Protocol;

namespace CC.Zmtp.Connections;

/// <summary>
/// Finds out that a peer is gone although the transport does not say so (RFC 37, "Connection Heartbeating"). Any traffic is a
/// sign of life. It asks when configured to, and holds the peer to the time-to-live that the peer's own PING names.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    private const int MaxContext = 16;

    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(1);

    private readonly ZmtpSocketOptions options;
    private readonly Action<byte[]> send;
    private readonly Action<ZmtpException> lost;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private volatile bool paused;
    private long lastTraffic;
    private long? askedAt;
    private TimeSpan peerTtl;

    public Heartbeat(ZmtpSocketOptions options, Action<byte[]> send, Action<ZmtpException> lost)
    {
        this.options = options;
        this.send = send;
        this.lost = lost;
        lastTraffic = options.Time.GetTimestamp();
        timer = options.Time.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SetTimer();
    }

    /// <summary>Something came. Ends a <see cref="Pause"/>.</summary>
    public void OnTraffic()
    {
        Volatile.Write(ref lastTraffic, options.Time.GetTimestamp());
        paused = false;
    }

    /// <summary>Nothing is read for now, because the application lags behind: that is no silence of the peer's.</summary>
    public void Pause() => paused = true;

    public void OnPing(ReadOnlySpan<byte> data)
    {
        if (data.Length is < 2 or > 2 + MaxContext)
        {
            throw new ZmtpException(ZmtpError.MalformedCommand, $"A PING carries a time-to-live of 2 octets and at most {MaxContext} more, not {data.Length}.");
        }

        var ttl = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt16BigEndian(data) * 100);
        if (ttl != peerTtl)
        {
            peerTtl = ttl;
            SetTimer();
        }

        send(Command.Encode("PONG"u8, data[2..]));
    }

    public void Dispose() => timer.Dispose();

    /// <summary>Often enough for the shortest of the limits in force; never when there is none.</summary>
    private void SetTimer()
    {
        TimeSpan[] limits = [options.HeartbeatInterval, options.EffectiveHeartbeatTimeout, peerTtl];
        var shortest = limits.Where(limit => limit > TimeSpan.Zero).DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
        var period = shortest == Timeout.InfiniteTimeSpan ? shortest : TimeSpan.FromTicks(Math.Max(shortest.Ticks / 2, ShortestPeriod.Ticks));
        timer.Change(period, period);
    }

    private void Beat()
    {
        lock (gate)
        {
            if (paused)
            {
                return;
            }

            var quiet = options.Time.GetElapsedTime(Volatile.Read(ref lastTraffic));
            if (peerTtl > TimeSpan.Zero && quiet >= peerTtl)
            {
                Lost($"nothing has come for {quiet.TotalSeconds:0.0} s, and it asked to be given up after {peerTtl.TotalSeconds:0.0} s");
            }
            else if (askedAt is { } asked && asked > lastTraffic && options.Time.GetElapsedTime(asked) >= options.EffectiveHeartbeatTimeout)
            {
                Lost($"it did not answer within {options.EffectiveHeartbeatTimeout.TotalSeconds:0.0} s");
            }
            else if (options.HeartbeatInterval > TimeSpan.Zero && quiet >= options.HeartbeatInterval && !(askedAt > lastTraffic))
            {
                askedAt = options.Time.GetTimestamp();
                send(Ping());
            }
        }
    }

    private byte[] Ping()
    {
        Span<byte> ttl = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(ttl, (ushort)Math.Ceiling(options.HeartbeatTtl.TotalMilliseconds / 100));
        return Command.Encode("PING"u8, ttl);
    }

    private void Lost(string why)
    {
        timer.Dispose();
        lost(new ZmtpException(ZmtpError.HeartbeatTimeout, $"The peer is silent: {why}."));
    }
}
