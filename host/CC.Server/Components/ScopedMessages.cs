using System.Text.Json.Serialization.Metadata;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Server.Components;

/// <summary>One component's messages: links that it opens are closed with it.</summary>
internal sealed class ScopedMessages(IMessages messages) : IMessages, IDisposable
{
    private readonly OpenEnds links = new();

    public Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, MessageRoute route = default)
        where T : MessageBody =>
        messages.Compose(body, typeInfo, blob, route);

    public T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        messages.Open(message, typeInfo);

    public ValueTask<bool> PublishAsync(Message message, CancellationToken cancellationToken = default) => messages.PublishAsync(message, cancellationToken);

    public ValueTask ForwardAsync(string section, Message message, CancellationToken cancellationToken = default) =>
        messages.ForwardAsync(section, message, cancellationToken);

    public void Return(Multipart frames) => messages.Return(frames);

    public bool TryReturn(Multipart frames) => messages.TryReturn(frames);

    public ValueTask ReturnAsync(Multipart frames, CancellationToken cancellationToken = default) => messages.ReturnAsync(frames, cancellationToken);

    public bool IsReachable(MessageRoute route) => messages.IsReachable(route);

    public bool MayCommand(in Message message) => messages.MayCommand(message);

    public IMessageLink OpenLink(Func<Message, ValueTask> receive) => new ScopedLink(messages.OpenLink(receive), links);

    public void Dispose() => links.Dispose();

    private sealed class ScopedLink : IMessageLink
    {
        private readonly IMessageLink link;
        private readonly IDisposable end;

        public ScopedLink(IMessageLink link, OpenEnds links)
        {
            this.link = link;
            end = links.Add(link);
        }

        public ValueTask<bool> SendAsync(Message message, CancellationToken cancellationToken = default) => link.SendAsync(message, cancellationToken);

        public void Dispose() => end.Dispose();
    }
}
