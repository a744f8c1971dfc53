using CC.Client;
using CC.Sdk;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Echo;

/// <summary>A connection of its own to one other node, pinged every second.</summary>
internal sealed class PingLink : IAsyncDisposable
{
    private readonly ZmtpSocket link;
    private readonly Pinger pinger;

    public PingLink(string url, IMessages messages, TimeProvider time, ILogger logger)
    {
        // One ping waits at most: one that can't be sent in time is of no use later.
        var options = new ZmtpSocketOptions { SendHighWaterMark = 1, Linger = TimeSpan.Zero, Time = time };
        link = new ZmtpSocket(SocketType.Dealer, options, frames =>
        {
            pinger?.Answer(frames);
            return default;
        });
        pinger = new Pinger(url, messages, time, logger, ping => link.TrySend(ping));
        link.Connect(url);
    }

    public async ValueTask DisposeAsync()
    {
        await pinger.DisposeAsync();
        await link.DisposeAsync();
    }
}
