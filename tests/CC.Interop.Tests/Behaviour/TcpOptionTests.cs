using CC.Interop.Tests.Support;
using CC.Zmtp;

namespace CC.Interop.Tests.Behaviour;

public sealed class TcpOptionTests
{
    private const string KeepAliveTimer = "02";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keepalive_is_on_where_it_is_asked_for_on_both_sides(bool keepAlive)
    {
        Assert.SkipUnless(File.Exists("/proc/net/tcp"), "The timers of connections are seen in /proc/net/tcp, which is Linux'.");
        var options = new ZmtpSocketOptions { Tcp = new TcpOptions { KeepAlive = keepAlive, KeepAliveIdle = TimeSpan.FromSeconds(100), KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveCount = 3 } };
        await using var one = new OurSocket(SocketType.Dealer, options);
        await using var other = new OurSocket(SocketType.Dealer, options);
        var endpoint = await one.BindAsync();
        other.Connect(endpoint);
        await one.Events.WaitForAsync(ZmtpEventKind.Connected);
        await other.Events.WaitForAsync(ZmtpEventKind.Connected);

        // Until the last octets are acknowledged the timer is that of sending again.
        await Within.TrueAsync(() => Timers(endpoint) is { Count: 2 } timers && timers.All(timer => (timer == KeepAliveTimer) == keepAlive));
    }

    /// <summary>With small buffers on both sides little is on its way to a peer that does not read.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Small_buffers_hold_little(bool weBind)
    {
        var small = new TcpOptions { SendBuffer = 4096, ReceiveBuffer = 4096 };
        await using var push = new OurSocket(SocketType.Push, new ZmtpSocketOptions { Tcp = small, SendHighWaterMark = 1, Linger = TimeSpan.Zero });
        await using var pull = new OurSocket(SocketType.Pull, new ZmtpSocketOptions { Tcp = small, ReceiveHighWaterMark = 1 });
        if (weBind)
        {
            pull.Connect(await push.BindAsync());
        }
        else
        {
            push.Connect(await pull.BindAsync());
        }

        await push.SendAsync(Content.Numbered(0, 100_000));
        await Within.TrueAsync(() => pull.Statistics.MessagesReceived == 1 && push.Statistics.MessagesSent == 1);
        await push.SendAsync(Content.Numbered(1, 100_000)); // more than the buffers hold, and nobody reads

        Assert.False(push.Socket.TrySend(Content.Numbered(2)));
        Assert.Equal(1, push.Statistics.MessagesSent);
    }

    /// <summary>The states of both ends of the connection to that port.</summary>
    private static List<string> Timers(string endpoint)
    {
        var port = int.Parse(endpoint.Split(':')[^1]).ToString("X4");
        return [.. from line in File.ReadLines("/proc/net/tcp").Skip(1)
                   let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                   where fields[3] == "01" && (fields[1].EndsWith(port, StringComparison.Ordinal) || fields[2].EndsWith(port, StringComparison.Ordinal))
                   select fields[5].Split(':')[0]];
    }
}
