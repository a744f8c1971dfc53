using System.Buffers;
using System.Text;
using CC.Frames;

namespace CC.Sdk;

/// <summary>
/// A CC message: a type, a JSON body, a signature and a blob, behind the route that answers go back along. A view of
/// the frames that it came in: immutable, nothing copied, and the octets that were signed stay as they are.
/// </summary>
/// <remarks>
/// On the wire: route frames, an empty frame, the type, the body, the signature (may be absent), the blob (may be absent), and further frames
/// that are carried along. A message keeps the whole array alive that it was received in; what is kept for long should be
/// <see cref="Detach">detached</see>. Safe to share between threads.
/// </remarks>
public readonly struct Message
{
    private static readonly SearchValues<byte> LabelOctets =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8);

    // Where each part's frame starts within Frames.Body; 0 when the part is absent, since the delimiter precedes all of them.
    private readonly int delimiter;
    private readonly int type;
    private readonly int typeBody;
    private readonly int typeLength;
    private readonly int body;
    private readonly int signature;
    private readonly int blob;

    private Message(in Message message, long arrival)
    {
        this = message;
        Arrival = arrival;
    }

    private Message(in Multipart frames, long contentLength, int delimiter, ReadOnlySpan<int> parts)
    {
        Frames = frames;
        ContentLength = contentLength;
        this.delimiter = delimiter;
        type = parts[0];
        (typeBody, typeLength) = Locate(frames.Body.Span, type);
        body = parts[1];
        signature = parts[2];
        blob = parts[3];
    }

    /// <summary>All frames, the route first.</summary>
    public Multipart Frames { get; }

    /// <summary>Where answers go: everything in front of the empty frame.</summary>
    public MessageRoute Route => new(Frames.Envelope, Frames.Body[..delimiter]);

    /// <summary>The type's octets, ASCII, such as <c>pub.logtail</c>.</summary>
    public ReadOnlySpan<byte> TypeOctets => Frames.Body.Span.Slice(typeBody, typeLength);

    /// <summary>The type as a string, made at each call.</summary>
    public string Type => Encoding.ASCII.GetString(TypeOctets);

    /// <summary>The body as it was sent: JSON text, or <c>ENC1</c> for an encrypted one; empty when the frame is absent.</summary>
    public ReadOnlyMemory<byte> Body => Part(body);

    /// <summary>The signature or the ciphertext, DER; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Signature => Part(signature);

    /// <summary>Whether there is a blob, which may be empty.</summary>
    public bool HasBlob => blob > 0;

    /// <summary>The blob; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Blob => Part(blob);

    /// <summary>The blob; null when there is none. In a conditional expression, null beside <see cref="Blob"/> would be an empty one.</summary>
    internal ReadOnlyMemory<byte>? BlobOrNull => HasBlob ? Blob : default(ReadOnlyMemory<byte>?);

    /// <summary>Octets of all frames' contents, the route's included: what the counter <c>bytes</c> counts.</summary>
    public long ContentLength { get; }

    /// <summary>The number under which the message has come in here: the same for all who get it, whatever they do with it; 0 if it has none.</summary>
    internal long Arrival { get; }

    /// <summary>Finds the parts of a message in its frames; nothing is copied, and the body is not looked at.</summary>
    /// <returns>What is wrong, or <see cref="MessageFault.None"/>.</returns>
    public static MessageFault TryParse(in Multipart frames, out Message message)
    {
        Span<int> parts = [0, 0, 0, 0];
        var octets = frames.Body.Span;
        var delimiter = -1;
        var found = 0;
        var content = ContentOf(frames.Envelope);
        for (var position = 0; FrameHeader.TryRead(octets[position..], out var header);)
        {
            if (delimiter >= 0 && found < parts.Length)
            {
                parts[found++] = position;
            }
            else if (delimiter < 0 && header.BodyLength == 0)
            {
                delimiter = position;
            }

            content += header.BodyLength;
            position += header.Size + (int)header.BodyLength;
        }

        message = new Message(frames, content, Math.Max(delimiter, 0), parts);
        return delimiter < 0 ? MessageFault.NoDelimiter
            : found == 0 ? MessageFault.NoType
            : !IsType(message.TypeOctets) ? MessageFault.BadType
            : MessageFault.None;
    }

    /// <summary>Makes a message of its parts.</summary>
    /// <param name="type">One or more labels of letters, digits, <c>_</c> and <c>-</c>, joined by dots.</param>
    /// <param name="body">JSON text in UTF-8.</param>
    /// <param name="signature">DER, or nothing.</param>
    /// <param name="blob">Any octets, even none; null makes a message without a blob.</param>
    /// <param name="route">Where the message goes; nothing for one that starts here.</param>
    /// <exception cref="ArgumentException">The type is not one.</exception>
    public static Message Create(
        string type,
        ReadOnlyMemory<byte> body,
        ReadOnlyMemory<byte> signature = default,
        ReadOnlyMemory<byte>? blob = null,
        MessageRoute route = default)
    {
        var typeOctets = Encoding.UTF8.GetBytes(type);
        if (!IsType(typeOctets))
        {
            throw new ArgumentException($"'{type}' is not a message type: labels of letters, digits, '_' and '-', joined by dots.", nameof(type));
        }

        var parts = Multipart.Create(blob is { } octets ? [default, typeOctets, body, signature, octets] : [default, typeOctets, body, signature]);
        TryParse(route.PutBefore(parts), out var message);
        return message;
    }

    /// <summary>Whether the octets are a message type.</summary>
    public static bool IsType(ReadOnlySpan<byte> type)
    {
        while (true)
        {
            var label = type.IndexOfAnyExcept(LabelOctets);
            switch (label)
            {
                case < 0:
                    return !type.IsEmpty;
                case 0:
                    return false;
                default:
                    if (type[label] != (byte)'.')
                    {
                        return false;
                    }

                    type = type[(label + 1)..];
                    break;
            }
        }
    }

    /// <summary>The same message in an array of its own.</summary>
    public Message Detach()
    {
        TryParse(Frames.Detach(), out var detached);
        return new Message(detached, Arrival);
    }

    /// <summary>The same message from an origin that answers find by this address, put in front of the route.</summary>
    public Message From(byte[] encodedAddress) =>
        new(new Message(Frames.Push(encodedAddress), ContentLength + ContentOf(encodedAddress), delimiter, [type, body, signature, blob]), Arrival);

    /// <summary>The same message with a number of its own, unless it has one.</summary>
    internal Message Arrived() => Arrival == 0 ? new Message(this, Arrivals.Next()) : this;

    /// <summary>The same message, octet by octet, behind another route.</summary>
    public Message Along(MessageRoute route)
    {
        TryParse(route.PutBefore(Multipart.FromEncoded(Frames.Body[delimiter..])), out var message);
        return message;
    }

    /// <inheritdoc/>
    public override string ToString() => type > 0 ? Type : "(no message)";

    private static long ContentOf(ReadOnlySpan<byte> encoded)
    {
        var content = 0L;
        while (FrameHeader.TryRead(encoded, out var header))
        {
            content += header.BodyLength;
            encoded = encoded[(header.Size + (int)header.BodyLength)..];
        }

        return content;
    }

    private ReadOnlyMemory<byte> Part(int start)
    {
        var (body, length) = Locate(Frames.Body.Span, start);
        return Frames.Body.Slice(body, length);
    }

    /// <summary>What a frame that starts there holds.</summary>
    private static (int Body, int Length) Locate(ReadOnlySpan<byte> octets, int start)
    {
        if (start == 0)
        {
            return default;
        }

        FrameHeader.TryRead(octets[start..], out var header);
        return (start + header.Size, (int)header.BodyLength);
    }
}
