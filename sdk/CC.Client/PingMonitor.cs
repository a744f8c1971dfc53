using CC.Sdk.Bodies;

namespace CC.Client;

/// <summary>What a node's answer to a ping says about the link.</summary>
internal enum Pong
{
    /// <summary>The answer to the last ping.</summary>
    OnTime,

    /// <summary>The answer to an earlier ping, within <see cref="PingMonitor.Limit"/>.</summary>
    Late,

    /// <summary>An answer that took longer than <see cref="PingMonitor.Limit"/>.</summary>
    TooLate,

    /// <summary>The answer to a ping of somebody else.</summary>
    Foreign,
}

/// <summary>Judges whether the node at the other end of a link answers. Knows no socket and no clock; not thread-safe.</summary>
/// <param name="url">The URL that the node is reached by, sent along as <c>target</c>.</param>
internal sealed class PingMonitor(string url)
{
    /// <summary>How long an answer may take, and how long there may be none.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private double lastPing;
    private double? lastPong;

    /// <summary>The ping to send now.</summary>
    /// <param name="now">Seconds since 1970, UTC.</param>
    public EchoRequest Ping(double now)
    {
        lastPong ??= now;
        lastPing = now;
        return new EchoRequest { Req = EchoRequest.Type, Target = url, Time = now };
    }

    /// <summary>How long the node has not answered the last ping, if that is longer than <see cref="Limit"/>. Ask before the next <see cref="Ping"/>.</summary>
    public TimeSpan? Silence
    {
        get
        {
            var silence = TimeSpan.FromSeconds(lastPing - (lastPong ?? lastPing));
            return silence > Limit ? silence : null;
        }
    }

    /// <summary>Takes an answer, and says how long it took.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">Seconds since 1970, UTC.</param>
    public (Pong Verdict, TimeSpan RoundTrip) Answer(EchoResponse response, double now)
    {
        var roundTrip = TimeSpan.FromSeconds(now - response.OrigTime);
        if (response.OrigTarget != url)
        {
            return (Pong.Foreign, roundTrip);
        }

        lastPong = now;
        var verdict = response.OrigTime == lastPing ? Pong.OnTime : roundTrip <= Limit ? Pong.Late : Pong.TooLate;
        return (verdict, roundTrip);
    }
}
