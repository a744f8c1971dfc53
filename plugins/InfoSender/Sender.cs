using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.InfoSender;

/// <summary>Makes messages of files and their pieces, and sends them.</summary>
internal sealed class Sender(InfoSenderOptions options, IMessages messages, IMessageLink link, IMetrics metrics)
{
    /// <summary>The generation of no content; what is acknowledged under it is nothing but the receiver's ability.</summary>
    public const string Question = "?";

    private readonly ICounter count = metrics.Counter("infosender.count");
    private readonly ICounter read = metrics.Counter("infosender.bytes.read");
    private readonly ICounter sent = metrics.Counter("infosender.bytes.sent");

    /// <summary>Sends a whole file; false if no route leads anywhere.</summary>
    public async ValueTask<bool> SendWholeAsync(Parcel parcel, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var isRouted = await SendAsync(Body(parcel) with { Filename = parcel.File.Name }, content, cancellationToken);
        count.Add(isRouted ? 1 : 0);
        return isRouted;
    }

    /// <summary>Sends the piece of a long file that comes next; false if no route leads anywhere.</summary>
    /// <param name="parcel">The file.</param>
    /// <param name="content">The octets.</param>
    /// <param name="hash">With the last piece, the hash of all.</param>
    /// <param name="cancellationToken">Cancelled to send no more.</param>
    public async ValueTask<bool> SendPieceAsync(Parcel parcel, ReadOnlyMemory<byte> content, string? hash, CancellationToken cancellationToken)
    {
        var isRouted = await SendAsync(Body(parcel) with { PieceOf = parcel.File.Name, Fpos = parcel.Sent, Hash = hash }, content, cancellationToken);
        count.Add(isRouted && hash is not null ? 1 : 0);
        return isRouted;
    }

    /// <summary>
    /// Asks whether the receiver answers, without doing harm if it is one that can't: it has this file, and leaves out what is older. Should it not have it after all, it gets the content.
    /// False if no route leads anywhere.
    /// </summary>
    public ValueTask<bool> AskAsync(Parcel parcel, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var body = Body(parcel);
        return SendAsync(body with { Filename = parcel.File.Name, Gen = Question, Mtime = body.Mtime - 1 }, content, cancellationToken);
    }

    private InfoFile Body(Parcel parcel) => new()
    {
        Req = options.MessageType,
        Mtime = UnixSeconds.Of(parcel.Version.Modified),
        Comp = options.Codec == Codec.None ? options.Compression : options.Codec.Name,
        Ack = options.Ack ? 1 : 0,
        Gen = options.Ack ? parcel.Version.Gen : null,
        Size = options.Ack ? parcel.Version.Size : null,
    };

    private async ValueTask<bool> SendAsync(InfoFile body, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var packed = options.Codec.Compress(content, options.Level);
        var full = body with { Data = options.UseBlob ? "" : Convert.ToBase64String(packed.Span) };
        var message = messages.Compose(full, BodiesJson.Default.InfoFile, options.UseBlob ? packed : default(ReadOnlyMemory<byte>?));
        var isRouted = await link.SendAsync(message, cancellationToken);
        read.Add(content.Length);
        sent.Add(isRouted ? packed.Length : 0);
        return isRouted;
    }
}
