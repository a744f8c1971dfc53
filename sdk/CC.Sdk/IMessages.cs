using System.Text.Json.Serialization.Metadata;
using CC.Frames;
using CC.Sdk.Bodies;
using CC.Sdk.Options;

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

    /// <summary>
    /// Hands a message to the handler of a section, past the routes: one that an option of the component refers to (<see cref="SectionKind.Handler"/>). Waits while the
    /// handler's mailbox is full. The message is that handler's from then on, whatever becomes of it there.
    /// </summary>
    /// <param name="section">The section.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="ArgumentException">No handler has that section.</exception>
    /// <exception cref="NotSupportedException">The component runs in a process of its own, where there are no handlers.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; the message is counted as dropped.</exception>
    ValueTask ForwardAsync(string section, Message message, CancellationToken cancellationToken = default);

    /// <summary>Sends frames to where their first one says: a connection, or a link within the process. Never waits; what can't be delivered is dropped and counted.</summary>
    void Return(Multipart frames);

    /// <summary>The same, and tells whether the first hop has taken the frames. Whether they come further nobody here knows.</summary>
    /// <returns>False if they were dropped: who they are for is not there, or takes nothing more.</returns>
    bool TryReturn(Multipart frames);

    /// <summary>
    /// Sends frames to where their first one says, and waits while the connection takes nothing more: for answers that are large, or many. Not for where a message is handled that others
    /// wait behind, as in a concurrent handler: who reads slowly, or not at all, would keep them waiting. Of several that wait for one connection at once, any may be the first.
    /// </summary>
    /// <param name="frames">The frames.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="PeerGoneException">Who they are for is not there, or has gone meanwhile; they are counted as dropped.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited; they are counted as dropped.</exception>
    ValueTask ReturnAsync(Multipart frames, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether what is returned along a route would find its first hop: the connection, or the link, is still there. A route that starts elsewhere, as all do for a component
    /// in a process of its own, can't be told to be gone, and is not.
    /// </summary>
    bool IsReachable(MessageRoute route);

    /// <summary>
    /// Whether who has sent a message may have this node do whatever it says, such as starting programs: it comes from this machine, or somebody has signed it whom the section <c>[access]</c>
    /// names for its type. For a component in a process of its own, which gets no messages, nobody may.
    /// </summary>
    bool MayCommand(in Message message);

    /// <summary>Opens a link of its own, to which the answers to what is sent over it come back.</summary>
    /// <param name="receive">Called for each answer, on the thread that brings it, for several at once; must not block.</param>
    IMessageLink OpenLink(Func<Message, ValueTask> receive);
}
