using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.LogTail;

/// <summary>Makes messages of fragments and sends them.</summary>
internal sealed class Sender(LogTailOptions options, IMessages messages, IMessageLink link, IMetrics metrics)
{
    private readonly string opMode = options.OperationMode?.ToString().ToLowerInvariant() ?? "";
    private readonly ICounter bytes = metrics.Counter("tailed_bytes");

    /// <summary>Sends the octets that follow what a flow has sent; false if no route leads anywhere.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="content">The octets.</param>
    /// <param name="mayBegin">Whether a receiver that has nothing of it may begin with it.</param>
    /// <param name="cancellationToken">Cancelled to send no more.</param>
    public async ValueTask<bool> SendAsync(Flow flow, ReadOnlyMemory<byte> content, bool mayBegin, CancellationToken cancellationToken)
    {
        var packed = options.Codec.Compress(content, options.Level);
        var body = Body(flow, content.Length, mayBegin) with
        {
            Data = options.UseBlob ? "" : Convert.ToBase64String(packed.Span),
            Comp = options.Codec == Codec.None ? options.Compression : options.Codec.Name,
            OpMode = opMode,
        };
        var isRouted = await SendAsync(body, options.UseBlob ? packed : default(ReadOnlyMemory<byte>?), cancellationToken);
        bytes.Add(isRouted ? content.Length : 0);
        return isRouted;
    }

    /// <summary>Asks how much of a flow is stored; false if no route leads anywhere.</summary>
    public ValueTask<bool> AskAsync(Flow flow, bool mayBegin, CancellationToken cancellationToken) =>
        SendAsync(Body(flow, 0, mayBegin) with { OpMode = LogtailFragment.Question }, null, cancellationToken);

    private LogtailFragment Body(Flow flow, int length, bool mayBegin) => new()
    {
        Req = options.MessageType,
        Filename = flow.Name.Replace('\\', '/'),
        Fpos = flow.Sent.Offset,
        StDev = flow.Identity.Device,
        StIno = flow.Identity.Inode,
        Ack = options.Ack ? 1 : 0,
        Gen = options.Ack ? flow.Generation.ToString() : null,
        Start = !options.Ack ? null : mayBegin ? flow.Start : -1,
        Length = options.Ack ? length : null,
    };

    private ValueTask<bool> SendAsync(LogtailFragment body, ReadOnlyMemory<byte>? blob, CancellationToken cancellationToken) =>
        link.SendAsync(messages.Compose(body, BodiesJson.Default.LogtailFragment, blob), cancellationToken);
}
