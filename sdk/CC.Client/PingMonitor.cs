using CC.Sdk.Bodies;

namespace CC.Client;

/// <summary>
/// Judges whether the node at the other end of a link answers. Knows no socket and no clock: it is told both what the clock
/// says, which goes over the wire and may be set, and how much time has passed, which is what it judges by. Not thread-safe.
/// </summary>
/// <param name="url">The URL that the node is reached by, sent along as <c>target</c>.</param>
internal sealed class PingMonitor(string url)
{
    /// <summary>How long an answer may take, and how long there may be none.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private double lastPing;
    private TimeSpan lastPingAt;
    private TimeSpan? lastPongAt;

    /// <summary>How long the node has not answered the last ping, if that is longer than <see cref="Limit"/>. Ask before the next <see cref="Ping"/>.</summary>
    public TimeSpan? Silence
    {
        get
        {
            var silence = lastPingAt - (lastPongAt ?? lastPingAt);
            return silence > Limit ? silence : null;
        }
    }

    /// <summary>The ping to send now.</summary>
    /// <param name="now">The clock: seconds since 1970, UTC.</param>
    /// <param name="passed">Time since any fixed moment.</param>
    public EchoRequest Ping(double now, TimeSpan passed)
    {
        lastPongAt ??= passed;
        lastPingAt = passed;
        lastPing = now;
        return new EchoRequest { Req = EchoRequest.Type, Target = url, Time = now };
    }

    /// <summary>Takes an answer, and says how long it took.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">The clock: seconds since 1970, UTC.</param>
    /// <param name="passed">Time since the same moment as for <see cref="Ping"/>.</param>
    public (Pong Verdict, TimeSpan RoundTrip) Answer(EchoResponse response, double now, TimeSpan passed)
    {
        if (response.OrigTarget != url)
        {
            return (Pong.Foreign, default);
        }

        lastPongAt = passed;
        if (response.OrigTime == lastPing)
        {
            return (Pong.OnTime, passed - lastPingAt);
        }

        var roundTrip = now - response.OrigTime;
        return double.Abs(roundTrip) < TimeSpan.MaxValue.TotalSeconds / 2
            ? (roundTrip <= Limit.TotalSeconds ? Pong.Late : Pong.TooLate, TimeSpan.FromSeconds(roundTrip))
            : (Pong.Foreign, default);
    }
}
