using System.Text.Json.Serialization.Metadata;
using CC.Client.Security;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Server.Messaging;

/// <summary>Hands a message to the node's routes; false if none leads anywhere.</summary>
internal delegate ValueTask<bool> Dispatch(in Message message, CancellationToken cancellationToken);

/// <summary>Hands a message to the handler of a section.</summary>
internal delegate ValueTask Forward(string section, in Message message, CancellationToken cancellationToken);

/// <summary>A component's way to the node's messages.</summary>
/// <param name="hostName">What composed messages carry.</param>
/// <param name="time">The clock.</param>
/// <param name="links">The links of this process.</param>
/// <param name="dispatch">Leads to the node's routes.</param>
/// <param name="forward">Leads to the handlers.</param>
/// <param name="send">Returns along a route; false if that was dropped.</param>
/// <param name="sendPatiently">The same, once there is room.</param>
/// <param name="peers">What is known of those at the other ends; null where nobody can tell.</param>
/// <param name="security">What messages are signed and verified with, now; null for nothing.</param>
internal sealed class NodeMessages(
    string hostName,
    TimeProvider time,
    LinkTable links,
    Dispatch dispatch,
    Forward forward,
    Func<Multipart, bool> send,
    Func<Multipart, CancellationToken, ValueTask> sendPatiently,
    PeerKnowledge? peers = null,
    Func<MessageSecurity?>? security = null) : IMessages
{
    /// <summary>Whether messages are read without a signature, or with any: those whose origin says enough.</summary>
    private bool AdmitsUnsigned { get; init; }

    /// <summary>The same messages, signed and verified with something else.</summary>
    public NodeMessages With(Func<MessageSecurity?>? other, bool admitsUnsigned = false) => new(hostName, time, links, dispatch, forward, send, sendPatiently, peers, other) { AdmitsUnsigned = admitsUnsigned };

    public Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, MessageRoute route = default)
        where T : MessageBody =>
        security?.Invoke() is { } keys ? keys.Compose(body, typeInfo, hostName, blob, route) : BodyCodec.Compose(body, typeInfo, hostName, time, blob, route);

    public T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        security?.Invoke() is { } keys && (!AdmitsUnsigned || BodyCodec.IsEncrypted(message)) ? keys.Open(message, typeInfo) : BodyCodec.Open(message, typeInfo);

    public ValueTask<bool> PublishAsync(Message message, CancellationToken cancellationToken = default) => dispatch(Arrived(message), cancellationToken);

    public ValueTask ForwardAsync(string section, Message message, CancellationToken cancellationToken = default) => forward(section, message, cancellationToken);

    public void Return(Multipart frames) => send(frames);

    public bool TryReturn(Multipart frames) => send(frames);

    public ValueTask ReturnAsync(Multipart frames, CancellationToken cancellationToken = default) => sendPatiently(frames, cancellationToken);

    public bool IsReachable(MessageRoute route) => peers?.IsReachable(route) ?? true;

    public bool MayCommand(in Message message) => peers?.MayCommand(message) ?? false;

    public IMessageLink OpenLink(Func<Message, ValueTask> receive) => new Link(links, receive, (in message, cancellationToken) => dispatch(Arrived(message), cancellationToken));

    /// <summary>Where messages are verified, all who get one know it by its number.</summary>
    private Message Arrived(in Message message) => security is null ? message : message.Arrived();

    private sealed class Link : IMessageLink
    {
        private readonly LinkTable links;
        private readonly Dispatch dispatch;
        private readonly long id;
        private readonly byte[] address;

        public Link(LinkTable links, Func<Message, ValueTask> receive, Dispatch dispatch)
        {
            this.links = links;
            this.dispatch = dispatch;
            (id, address) = links.Open(receive);
        }

        public ValueTask<bool> SendAsync(Message message, CancellationToken cancellationToken = default) => dispatch(message.From(address), cancellationToken);

        public void Dispose() => links.Close(id);
    }
}
