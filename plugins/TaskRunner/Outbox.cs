using System.Text.Json.Serialization.Metadata;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.TaskRunner;

/// <summary>What is to be sent once what it tells is on the disk, in order. Belongs to the runner's loop.</summary>
internal sealed partial class Outbox(IMessages messages, IMessageLink link, ILogger logger)
{
    private readonly List<(Message Message, TaskEntry? Entry, Action<bool>? Sent)> waiting = [];
    private bool isUnroutedTold;

    /// <summary>Puts something in.</summary>
    /// <param name="body">The message.</param>
    /// <param name="typeInfo">Its serializer.</param>
    /// <param name="entry">The task that it is about, if it must not be sent before that is accepted.</param>
    /// <param name="blob">Any octets besides.</param>
    /// <param name="sent">Called when it is sent, or can't be, with whether it is.</param>
    public void Add<T>(T body, JsonTypeInfo<T> typeInfo, TaskEntry? entry = null, ReadOnlyMemory<byte>? blob = null, Action<bool>? sent = null)
        where T : MessageBody =>
        waiting.Add((messages.Compose(body, typeInfo, blob), entry, sent));

    public void Reply(TaskReply reply, TaskEntry? entry = null) => Add(reply, BodiesJson.Default.TaskReply, entry);

    /// <summary>Takes out what is about tasks that are not accepted after all.</summary>
    public void Withdraw(IReadOnlySet<TaskEntry> entries)
    {
        foreach (var (_, _, sent) in waiting.Where(item => item.Entry is { } entry && entries.Contains(entry)))
        {
            sent?.Invoke(false);
        }

        waiting.RemoveAll(item => item.Entry is { } entry && entries.Contains(entry));
    }

    /// <summary>Sends all of it, unless it is cancelled meanwhile.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        foreach (var (message, _, sent) in waiting)
        {
            var isRouted = false;
            try
            {
                isRouted = await link.SendAsync(message, cancellationToken);
                Told(message, isRouted);
            }
            catch (OperationCanceledException)
            {
                // Counted as dropped; the ends of tasks are told again with the next start.
            }

            sent?.Invoke(isRouted);
        }

        waiting.Clear();
    }

    private void Told(in Message message, bool isRouted)
    {
        if (!isRouted && !isUnroutedTold)
        {
            Log.Unrouted(logger, message.Type);
        }

        isUnroutedTold = !isRouted;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "no route leads from {Type} to a task router; add task = SECTION to [routes], a taskrouter's or a proxy's that leads to one")]
        public static partial void Unrouted(ILogger logger, string type);
    }
}
