using System.Text.Json.Serialization.Metadata;
using CC.Frames;
using CC.Sdk.Bodies;

namespace CC.Sdk;

/// <summary>A component's way to the node's messages. Safe to use from any thread.</summary>
public interface IMessages
{
    /// <summary>Makes a message: fills in time and host name.</summary>
    /// <param name="body">The body; its <see cref="MessageBody.Req"/> becomes the type.</param>
    /// <param name="typeInfo">The body's source-generated serializer.</param>
    /// <param name="blob">Any octets, even none; null makes a message without a blob.</param>
    /// <param name="route">Where it goes: the route of the message that it answers, or nothing.</param>
    Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, MessageRoute route = default)
        where T : MessageBody;

    /// <summary>Reads a message's body, after the checks that hold for every message.</summary>
    /// <exception cref="MessageException">The message can't be used.</exception>
    T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody;

    /// <summary>
    /// Hands a message to this node's routes, as if a client had sent it. Waits while a handler's mailbox is full; a serial handler
    /// that publishes what leads back to itself would so wait for itself.
    /// </summary>
    /// <returns>False when no route leads anywhere; the message is counted as dropped.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; handlers that come later on the route do not get the message, and it is counted as dropped.</exception>
    ValueTask<bool> PublishAsync(Message message, CancellationToken cancellationToken = default);

    /// <summary>Sends frames to where their first one says: a connection, or a link within the process. Never waits; what can't be delivered is dropped and counted.</summary>
    void Return(Multipart frames);

    /// <summary>Opens a link of its own, to which the answers to what is sent over it come back.</summary>
    /// <param name="receive">Called for each answer, on the thread that brings it, for several at once; must not block.</param>
    IMessageLink OpenLink(Func<Message, ValueTask> receive);
}
