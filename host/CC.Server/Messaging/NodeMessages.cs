using System.Text.Json.Serialization.Metadata;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Server.Messaging;

/// <summary>Hands a message to the node's routes; false if none leads anywhere.</summary>
internal delegate ValueTask<bool> Dispatch(Message message, CancellationToken cancellationToken);

/// <summary>A component's way to the node's messages.</summary>
internal sealed class NodeMessages(string hostName, TimeProvider time, LinkTable links, Dispatch dispatch, Action<Multipart> send) : IMessages
{
    public Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, MessageRoute route = default)
        where T : MessageBody =>
        BodyCodec.Compose(body, typeInfo, hostName, time, blob, route);

    public T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        BodyCodec.Open(message, typeInfo);

    public ValueTask<bool> PublishAsync(Message message, CancellationToken cancellationToken = default) => dispatch(message, cancellationToken);

    public void Return(Multipart frames) => send(frames);

    public IMessageLink OpenLink(Func<Message, ValueTask> receive) => new Link(links, receive, dispatch);

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
