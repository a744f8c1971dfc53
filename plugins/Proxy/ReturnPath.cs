using System.Collections.Concurrent;
using CC.Frames;
using CC.Sdk;

namespace CC.Plugins.Proxy;

/// <summary>
/// Brings what the other node answers to who has asked, in order. A connection that takes nothing more keeps what is behind waiting, for as long as it may take over it; from then on what
/// is for it is dropped until it takes something again.
/// </summary>
internal sealed class ReturnPath(IMessages messages, TimeSpan patience, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, MessageRoute> mute = new();
    private CancellationTokenSource? spare;

    /// <summary>Completes when the next may come.</summary>
    public ValueTask ReturnAsync(Multipart frames)
    {
        if (!mute.IsEmpty && mute.ContainsKey(NameOf(frames)))
        {
            if (messages.TryReturn(frames))
            {
                mute.TryRemove(NameOf(frames), out _);
            }

            return default;
        }

        var limit = Interlocked.Exchange(ref spare, null) ?? new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var sending = messages.ReturnAsync(frames, limit.Token);
        if (!sending.IsCompletedSuccessfully)
        {
            return WaitAsync(sending, limit, frames);
        }

        Volatile.Write(ref spare, limit);
        return default;
    }

    /// <summary>Nobody is waited for any more.</summary>
    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        stopping.Dispose();
        spare?.Dispose();
    }

    /// <summary>What is not taken is counted by the node.</summary>
    private async ValueTask WaitAsync(ValueTask sending, CancellationTokenSource limit, Multipart frames)
    {
        using (limit)
        using (stopping.Token.Register(limit.Cancel))
        {
            limit.CancelAfter(patience);
            try
            {
                await sending;
            }
            catch (PeerGoneException)
            {
                // There is nobody to wait for.
            }
            catch (OperationCanceledException)
            {
                Remember(frames);
            }
        }
    }

    private void Remember(Multipart frames)
    {
        foreach (var (name, route) in mute)
        {
            if (!messages.IsReachable(route))
            {
                mute.TryRemove(name, out _);
            }
        }

        if (Message.TryParse(frames, out var message) == MessageFault.None)
        {
            mute[NameOf(frames)] = message.Route;
        }
    }

    private static string NameOf(Multipart frames) => Convert.ToHexString(frames[0].Span);
}
