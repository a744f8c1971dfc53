using CC.Zmtp.Patterns;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Connections;

/// <summary>Keeps one connection to an endpoint, made anew whenever it ends, and the pipe that lives through all of them; until it is stopped, or the credentials are refused.</summary>
internal sealed class ConnectedEndpoint
{
    private readonly string name;
    private readonly ZmtpEndpoint endpoint;
    private readonly SocketCore core;
    private readonly Action<ConnectedEndpoint, ZmtpException> givenUp;
    private readonly Pipe pipe;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private volatile Connection? current;

    public ConnectedEndpoint(string name, ZmtpEndpoint endpoint, SocketCore core, Action<ConnectedEndpoint, ZmtpException> givenUp)
    {
        this.givenUp = givenUp;
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
        pipe.Seal();
        await EmptyAsync().ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        if (current is { } connection)
        {
            await connection.EndAsync(Remaining(started)).ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
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
        ZmtpException? refusal = null;
        while (!stopping.IsCancellationRequested)
        {
            var connection = await ConnectAsync().ConfigureAwait(false);
            var wasReady = connection is not null && await connection.RunAsync(pipe).ConfigureAwait(false) is not null;
            if (IsFinal(connection?.End))
            {
                refusal = connection!.End;
                break;
            }

            failures = wasReady ? 1 : failures + 1;
            await Task.Delay(core.Options.ReconnectDelayAfter(failures), core.Options.Time, stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        core.Pattern.Removed(pipe);
        core.Dropped(DropReason.ConnectionLost, pipe.Outbox.Close(), name, "");
        if (refusal is not null)
        {
            givenUp(this, refusal);
            core.Raise(new ZmtpEvent(ZmtpEventKind.GivenUp, name, "", refusal.Error, refusal.Message));
        }

        core.RoomMade();
    }

    /// <summary>RFC 37, "Error Handling": not again with the same credentials.</summary>
    private bool IsFinal(ZmtpException? end) => end is { Error: ZmtpError.RefusedByPeer } && core.Options.Security.Name != "NULL";

    private async Task<Connection?> ConnectAsync()
    {
        using var limit = new CancellationTokenSource(core.Options.HandshakeTimeout, core.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, limit.Token);
        try
        {
            var stream = await Transport.For(endpoint, core.Options.Tcp).ConnectAsync(endpoint, either.Token).ConfigureAwait(false);
            var connection = new Connection(core, stream, name);
            current = connection;
            if (stopping.IsCancellationRequested)
            {
                connection.Abort();
            }

            return connection;
        }
        catch (ZmtpException failure)
        {
            Failed(failure.Error, failure.Message);
        }
        catch (OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
            {
                Failed(ZmtpError.CannotConnect, $"{endpoint} did not answer within {core.Options.HandshakeTimeout.TotalSeconds:0.###} s.");
            }
        }

        return null;
    }

    private void Failed(ZmtpError error, string why) => core.Raise(new ZmtpEvent(ZmtpEventKind.ConnectFailed, name, "", error, why));
}
