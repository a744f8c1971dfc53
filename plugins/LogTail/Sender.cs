using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.LogTail;

/// <summary>Makes messages of fragments and sends them.</summary>
internal sealed class Sender(LogTailOptions options, IMessages messages, IMessageLink link, IMetrics metrics)
{
    private readonly ICounter bytes = metrics.Counter("tailed_bytes");

    /// <summary>Sends the octets that follow what a flow has sent; false if no route leads anywhere.</summary>
    public async ValueTask<bool> SendAsync(Flow flow, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var codec = options.Codec;
        var packed = codec.Compress(content, options.Level);
        var body = new LogtailFragment
        {
            Req = options.MessageType,
            Filename = flow.Name.Replace('\\', '/'),
            Data = options.UseBlob ? "" : Convert.ToBase64String(packed.Span),
            Comp = codec == Codec.None ? options.Compression : codec.Name,
            Fpos = flow.Sent,
            OpMode = options.OperationMode?.ToString().ToLowerInvariant() ?? "",
            StDev = flow.Identity.Device,
            StIno = flow.Identity.Inode,
            Ack = options.Ack ? 1 : 0,
            Gen = options.Ack ? flow.Generation.ToString() : null,
            Start = options.Ack ? flow.Start : null,
            Length = options.Ack ? content.Length : null,
        };
        var message = messages.Compose(body, BodiesJson.Default.LogtailFragment, options.UseBlob ? packed : null);
        if (!await link.SendAsync(message, cancellationToken))
        {
            return false;
        }

        bytes.Add(content.Length);
        return true;
    }
}
