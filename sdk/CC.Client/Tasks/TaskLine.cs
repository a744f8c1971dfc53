using System.Threading.Channels;
using CC.Sdk;

namespace CC.Client.Tasks;

/// <summary>The conversation about one task, with a clock.</summary>
internal sealed class TaskLine : IDisposable
{
    /// <summary>What may have come and not been looked at; then the sender waits.</summary>
    private const int Room = 100;

    private readonly Channel<Message> arrived = Channel.CreateBounded<Message>(new BoundedChannelOptions(Room) { SingleReader = true });
    private readonly CancellationTokenSource ended = new();
    private readonly TimeProvider time;
    private readonly long started;
    private readonly Conversation conversation;

    public TaskLine(CcClient client, TimeProvider time)
    {
        this.time = time;
        started = time.GetTimestamp();
        conversation = client.Converse(TakeAsync);
    }

    /// <summary>How long it goes on.</summary>
    public TimeSpan Now => time.GetElapsedTime(started);

    public ValueTask SendAsync(Message message, CancellationToken cancellationToken) => conversation.SendAsync(message, cancellationToken);

    /// <summary>The next thing that comes; null if nothing does until then.</summary>
    public async ValueTask<Message?> NextAsync(TimeSpan until, CancellationToken cancellationToken)
    {
        if (arrived.Reader.TryRead(out var there))
        {
            return there;
        }

        var left = until - Now;
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        using var due = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token);
        try
        {
            return await arrived.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose()
    {
        conversation.Dispose();
        ended.Cancel();
        ended.Dispose();
    }

    private async ValueTask TakeAsync(Message message)
    {
        try
        {
            await arrived.Writer.WriteAsync(message, ended.Token).ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }
}
