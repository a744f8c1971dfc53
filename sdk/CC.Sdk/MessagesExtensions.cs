using System.Text.Json.Serialization.Metadata;
using CC.Sdk.Bodies;

namespace CC.Sdk;

/// <summary>What is often done with <see cref="IMessages"/>, in one call.</summary>
public static class MessagesExtensions
{
    /// <summary>Answers a message along its route. Never waits: see <see cref="IMessages.Return"/>.</summary>
    public static void Reply<T>(this IMessages messages, in Message request, T body, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        messages.Return(messages.Compose(body, typeInfo, route: request.Route).Frames);

    /// <summary>Answers a message along its route, and waits until there is room for the answer.</summary>
    /// <inheritdoc cref="IMessages.ReturnAsync" path="/exception"/>
    public static ValueTask ReplyAsync<T>(
        this IMessages messages, in Message request, T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, CancellationToken cancellationToken = default)
        where T : MessageBody =>
        messages.ReturnAsync(messages.Compose(body, typeInfo, blob, request.Route).Frames, cancellationToken);

    /// <summary>Makes a message and hands it to this node's routes.</summary>
    /// <inheritdoc cref="IMessages.PublishAsync" path="/returns"/>
    public static ValueTask<bool> PublishAsync<T>(this IMessages messages, T body, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        where T : MessageBody =>
        messages.PublishAsync(messages.Compose(body, typeInfo), cancellationToken);

    /// <summary>Sends a message to this node's routes and waits for the first answer.</summary>
    /// <exception cref="NoRouteException">No route leads from its type to a handler.</exception>
    /// <exception cref="TimeoutException">No answer came within <paramref name="limit"/>.</exception>
    public static async Task<Message> RequestAsync(this IMessages messages, Message request, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var link = messages.OpenLink(message =>
        {
            answer.TrySetResult(message);
            return default;
        });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            return await link.SendAsync(request, patience.Token).ConfigureAwait(false)
                ? await answer.Task.WaitAsync(patience.Token).ConfigureAwait(false)
                : throw new NoRouteException(request.Type);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer to {request.Type} came within {limit.TotalSeconds:0.###} s.");
        }
    }
}
