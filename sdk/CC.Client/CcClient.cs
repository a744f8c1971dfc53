using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using CC.Client.Security;
using CC.Frames;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Zmtp;

namespace CC.Client;

/// <summary>
/// A program's link to a CC node: publishes messages, and asks for answers. It connects in the background, again after each loss;
/// what is sent meanwhile waits. Safe to use from any thread.
/// </summary>
public sealed class CcClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> waiting = new();
    private readonly ConcurrentDictionary<string, Func<Message, ValueTask>> conversations = new();
    private readonly string endpoint;
    private readonly TimeProvider time;
    private readonly ZmtpSocket dealer;
    private long lastRequest;

    /// <summary>Connects to a node.</summary>
    /// <param name="endpoint">The node's socket, such as <c>tcp://127.0.0.1:22632</c>.</param>
    /// <param name="options">Options of the connection; null for CC's usual ones: a high-water mark of 100 and half a second of linger.</param>
    /// <exception cref="ZmtpException">The endpoint is invalid.</exception>
    public CcClient(string endpoint, ZmtpSocketOptions? options = null)
    {
        options ??= new ZmtpSocketOptions { SendHighWaterMark = 100, ReceiveHighWaterMark = 100 };
        this.endpoint = endpoint;
        time = options.Time;
        dealer = new ZmtpSocket(SocketType.Dealer, options, Receive);
        dealer.Connect(endpoint);
    }

    /// <summary>
    /// Called for each message that no request of this client waits for, second and late answers to one included; on the receiving
    /// thread, must not block or throw.
    /// </summary>
    public Action<Message>? Unasked { get; init; }

    /// <summary>What messages are signed, encrypted, verified and decrypted with; null for nothing.</summary>
    public MessageSecurity? Security { get; init; }

    /// <summary>Makes a message, with the time and this machine's name filled in.</summary>
    public Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, ReadOnlyMemory<byte>? blob = null)
        where T : MessageBody =>
        Security?.Compose(body, typeInfo, Environment.MachineName, blob, default) ?? BodyCodec.Compose(body, typeInfo, Environment.MachineName, time, blob, default);

    /// <summary>Reads the body of a message that this client has received, as <see cref="Security"/> asks for.</summary>
    /// <exception cref="MessageException">The message can't be used.</exception>
    public T Read<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        Security is { } security ? security.Open(message, typeInfo) : BodyCodec.Open(message, typeInfo);

    /// <summary>Reads a message's body, whoever has signed it.</summary>
    /// <exception cref="MessageException">The message can't be used.</exception>
    public static T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        BodyCodec.Open(message, typeInfo);

    /// <summary>Sends a message that needs no answer; waits while as many wait already as the high-water mark allows.</summary>
    public ValueTask PublishAsync(Message message, CancellationToken cancellationToken = default) =>
        dealer.SendAsync(message.Frames, cancellationToken);

    /// <summary>Sends a message and waits for the first answer to it.</summary>
    /// <exception cref="TimeoutException">No answer came within <paramref name="limit"/>: the node is not there, it has no route for the type, or nothing answers it.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed meanwhile.</exception>
    public async Task<Message> RequestAsync(Message message, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var id = NextId();
        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await SendAsync(id, message, either.Token).ConfigureAwait(false);
            return await answer.Task.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer to {message.Type} came from {endpoint} within {limit.TotalSeconds:0.###} s.");
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Opens a conversation: all that is sent in it goes behind one address of its own, to which any number of answers comes back.</summary>
    /// <param name="receive">Called for each answer, on the receiving thread, one after the other; while it is not complete, nothing else is received by this client. Must not throw.</param>
    public Conversation Converse(Func<Message, ValueTask> receive)
    {
        var id = NextId();
        conversations[id] = receive;
        return new Conversation((message, cancellationToken) => SendAsync(id, message, cancellationToken), () => conversations.TryRemove(id, out _));
    }

    /// <summary>Sends what waits, within the linger time, and ends the connection; requests that wait for an answer fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await dealer.DisposeAsync().ConfigureAwait(false);
        foreach (var answer in waiting.Values)
        {
            answer.TrySetException(new ObjectDisposedException(nameof(CcClient)));
        }
    }

    /// <summary>An answer comes back behind the one frame that its request was sent with.</summary>
    private ValueTask Receive(Multipart frames)
    {
        if (Message.TryParse(frames, out var message) == MessageFault.None)
        {
            message = Security is null ? message : message.Arrived();
            var id = message.Route.Count == 1 ? Encoding.ASCII.GetString(frames[0].Span) : "";
            if (conversations.TryGetValue(id, out var receive))
            {
                return receive(message);
            }

            var request = waiting.GetValueOrDefault(id);
            if (request is null || !request.TrySetResult(message))
            {
                Unasked?.Invoke(message);
            }
        }

        return default;
    }

    private string NextId() => $"Q{Interlocked.Increment(ref lastRequest):D6}";

    private ValueTask SendAsync(string id, in Message message, CancellationToken cancellationToken) =>
        dealer.SendAsync(message.Frames.Push(Multipart.EncodeAddress(Encoding.ASCII.GetBytes(id))), cancellationToken);
}
