using System.Threading.Channels;
using CC.Frames;
using CC.Zmtp.Connections;

namespace CC.Zmtp.Patterns;

/// <summary>
/// Calls the handler of a socket that takes turns, for one message at a time, whichever connection it came from. All other types
/// call theirs from the read loops.
/// </summary>
internal sealed class HandlerLoop(SocketCore core, Func<Multipart, ValueTask> handler)
{
    /// <summary>Runs until the inbox is closed.</summary>
    public async Task RunAsync()
    {
        while (!core.IsClosed)
        {
            try
            {
                var (pipe, message) = await core.Inbox.TakeAsync(CancellationToken.None).ConfigureAwait(false);
                if (TryTurn(pipe, ref message))
                {
                    await HandleAsync(pipe, message).ConfigureAwait(false);
                }
            }
            catch (ChannelClosedException)
            {
                // Seen by the loop's condition.
            }
        }
    }

    /// <summary>False when there is nothing to handle: the reply will not come, as the event of the lost connection has told.</summary>
    private bool TryTurn(Pipe pipe, ref Multipart message)
    {
        try
        {
            core.Pattern.Taken(pipe, ref message);
            return true;
        }
        catch (ZmtpException)
        {
            return false;
        }
    }

    private async Task HandleAsync(Pipe pipe, Multipart message)
    {
        try
        {
            await handler(message).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (!core.IsClosed)
            {
                pipe.Connection?.Abort(SocketCore.HandlerFailed(failure));
            }
        }

        core.Pattern.Handled();
    }
}
