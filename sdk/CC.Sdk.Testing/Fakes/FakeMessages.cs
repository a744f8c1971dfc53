using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using CC.Frames;
using CC.Sdk.Bodies;

namespace CC.Sdk.Testing.Fakes;

/// <summary>Messages without a node: remembers what a component publishes and returns, and lets a test answer. Thread-safe.</summary>
public sealed class FakeMessages : IMessages
{
    private readonly ConcurrentDictionary<long, Func<Message, ValueTask>> links = new();
    private long lastLink;

    /// <summary>The name that composed messages carry.</summary>
    public string HostName { get; init; } = "testhost";

    /// <summary>The clock of composed messages.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What was published, or sent over links, in order.</summary>
    public ConcurrentQueue<Message> Published { get; } = new();

    /// <summary>What was forwarded, with the section that it was forwarded to, in order.</summary>
    public ConcurrentQueue<(string Section, Message Message)> Forwarded { get; } = new();

    /// <summary>What was returned along a route, in order.</summary>
    public ConcurrentQueue<Multipart> Returned { get; } = new();

    /// <summary>Called for each message that is published or sent over a link; what it returns is whether there is a route, and while it is not complete the component waits for room. Null is always.</summary>
    public Func<Message, ValueTask<bool>>? OnPublish { get; set; }

    /// <summary>Called for each message that is forwarded; while what it returns is not complete the component waits for room.</summary>
    public Func<string, Message, ValueTask>? OnForward { get; set; }

    /// <summary>Called for each thing that is returned.</summary>
    public Action<Multipart>? OnReturn { get; set; }

    /// <summary>Called for each thing that is returned with patience, before it is; while what it returns is not complete the component waits for room.</summary>
    public Func<Multipart, Task>? OnReturnAsync { get; set; }

    /// <summary>The addresses, first frames of routes, of those who have gone: what is tried to be returned to them is not taken.</summary>
    public ConcurrentDictionary<string, bool> Gone { get; } = new();

    /// <inheritdoc/>
    public Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null, MessageRoute route = default)
        where T : MessageBody =>
        BodyCodec.Compose(body, typeInfo, HostName, Time, blob, route);

    /// <inheritdoc/>
    public T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        BodyCodec.Open(message, typeInfo);

    /// <inheritdoc/>
    public ValueTask<bool> PublishAsync(Message message, CancellationToken cancellationToken = default)
    {
        Published.Enqueue(message);
        return OnPublish is null ? new ValueTask<bool>(true) : new ValueTask<bool>(OnPublish(message).AsTask().WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask ForwardAsync(string section, Message message, CancellationToken cancellationToken = default)
    {
        Forwarded.Enqueue((section, message));
        return OnForward is null ? default : new ValueTask(OnForward(section, message).AsTask().WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Return(Multipart frames)
    {
        Returned.Enqueue(frames);
        OnReturn?.Invoke(frames);
    }

    /// <inheritdoc/>
    public bool TryReturn(Multipart frames)
    {
        if (!IsThere(frames))
        {
            return false;
        }

        Return(frames);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask ReturnAsync(Multipart frames, CancellationToken cancellationToken = default)
    {
        if (IsThere(frames) && OnReturnAsync is { } wait)
        {
            await wait(frames).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!TryReturn(frames))
        {
            throw new PeerGoneException();
        }
    }

    /// <inheritdoc/>
    public bool IsReachable(MessageRoute route) => !route.IsEmpty && IsThere(Multipart.FromEncoded(Multipart.EncodeAddress(route.First().Span)));

    /// <summary>Whether who sends messages may have the node do things.</summary>
    public bool MayAll { get; set; } = true;

    /// <inheritdoc/>
    public bool MayCommand(in Message message) => MayAll;

    /// <inheritdoc/>
    public IMessageLink OpenLink(Func<Message, ValueTask> receive)
    {
        var id = Interlocked.Increment(ref lastLink);
        links[id] = receive;
        return new Link(this, id);
    }

    /// <summary>Gives a message to every open link, as an answer to what was sent over it.</summary>
    public async Task AnswerAsync(Message message)
    {
        foreach (var receive in links.Values)
        {
            await receive(message).ConfigureAwait(false);
        }
    }

    private bool IsThere(Multipart frames) => frames.IsEmpty || !Gone.ContainsKey(Encoding.UTF8.GetString(frames[0].Span));

    private sealed class Link(FakeMessages messages, long id) : IMessageLink
    {
        public ValueTask<bool> SendAsync(Message message, CancellationToken cancellationToken = default) =>
            messages.PublishAsync(message, cancellationToken);

        public void Dispose() => messages.links.TryRemove(id, out _);
    }
}
