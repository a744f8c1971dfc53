using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>Keeps one connection to an endpoint, made anew whenever it ends, and the pipe that lives through all of them.</summary>
internal sealed class ConnectedEndpoint
{
    private readonly string name;
    private readonly ZmtpEndpoint endpoint;
    private readonly SocketCore core;
    private readonly Pipe pipe;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private volatile Connection? current;

    public ConnectedEndpoint(string name, ZmtpEndpoint endpoint, SocketCore core)
    {
        this.name = name;
        this.endpoint = endpoint;
        this.core = core;
        pipe = core.NewPipe();
        core.Pattern.Added(pipe);
        core.RoomMade();
        running = Task.Run(RunAsync);
    }

    /// <summary>Sends what waits, as long as the linger time allows, and ends the connection in order.</summary>
    public async Task StopAsync()
    {
        var started = core.Options.Time.GetTimestamp();
        await EmptyAsync().ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        if (current is { } connection)
        {
            await connection.EndAsync(Remaining(started)).ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        core.Pattern.Removed(pipe);
        core.Dropped(DropReason.ConnectionLost, pipe.Outbox.Clear(), name, "");
        stopping.Dispose();
    }

    private TimeSpan Remaining(long since)
    {
        var linger = core.Options.Linger;
        var remaining = linger - core.Options.Time.GetElapsedTime(since);
        return linger == Timeout.InfiniteTimeSpan ? linger : remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    /// <summary>Waits, within the linger time, until all that waits in the pipe is written, through a reconnect if need be.</summary>
    private async Task EmptyAsync()
    {
        using var linger = new CancellationTokenSource(core.Options.Linger, core.Options.Time);
        try
        {
            while (true)
            {
                var room = core.WhenRoomMade();
                if (pipe.Outbox.Count == 0)
                {
                    return;
                }

                await room.WaitAsync(linger.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The linger time is over; what still waits is dropped, and counted.
        }
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            failures = await TryOnceAsync().ConfigureAwait(false) ? 0 : failures + 1;
            if (current?.End is { Error: ZmtpError.RefusedByPeer } && core.Options.Security.Name != "NULL")
            {
                return; // RFC 37, "Error Handling": not again with the same credentials.
            }

            await Task.Delay(core.Options.ReconnectDelayAfter(Math.Max(1, failures)), core.Options.Time, stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Connects and runs the connection to its end; false when it never became ready.</summary>
    private async Task<bool> TryOnceAsync()
    {
        try
        {
            var stream = await Transport.For(endpoint, core.Options.Tcp).ConnectAsync(endpoint, stopping.Token).ConfigureAwait(false);
            current = new Connection(core, stream, name);
            if (stopping.IsCancellationRequested)
            {
                current.Abort();
            }

            return await current.RunAsync(pipe).ConfigureAwait(false);
        }
        catch (ZmtpException failure)
        {
            core.Raise(new ZmtpEvent(ZmtpEventKind.ConnectFailed, name, "", failure.Error, failure.Message));
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
