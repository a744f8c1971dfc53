using System.Text;

namespace CC.Frames;

/// <summary>
/// A multi-part message: one or more frames, immutable, kept as the wire has them (RFC 37, "Framing"), so that
/// receiving, pushing or popping an address frame and passing on copy nothing. It is a view: it keeps alive the
/// array that it was received in. The default value has no frames and cannot be sent.
/// </summary>
/// <remarks>Safe to share between threads.</remarks>
public readonly struct Multipart
{
    private readonly byte[]? envelope;
    private readonly ReadOnlyMemory<byte> body;

    private Multipart(byte[]? envelope, ReadOnlyMemory<byte> body)
    {
        this.envelope = envelope;
        this.body = body;
    }

    /// <summary>Whether there are no frames at all.</summary>
    public bool IsEmpty => envelope is null && body.IsEmpty;

    /// <summary>Octets on the wire, frame headers included.</summary>
    public int EncodedLength => Envelope.Length + body.Length;

    /// <summary>Address frames pushed in front since the message was received, encoded, each with its MORE flag set.</summary>
    public ReadOnlySpan<byte> Envelope => envelope;

    /// <summary>All other frames, encoded; the last one without the MORE flag.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The number of frames. Counted at each call.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Octets of all frame bodies together. Counted at each call.</summary>
    public long ContentLength
    {
        get
        {
            var length = 0L;
            foreach (var frame in this)
            {
                length += frame.Length;
            }

            return length;
        }
    }

    /// <summary>The body of frame <paramref name="index"/>, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            foreach (var frame in this)
            {
                if (index-- == 0)
                {
                    return frame;
                }
            }

            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Encodes frame bodies into one new array.</summary>
    /// <exception cref="ArgumentException">There are no frames: a message has at least one.</exception>
    public static Multipart Create(params ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        if (frames.IsEmpty)
        {
            throw new ArgumentException("A message has at least one frame.", nameof(frames));
        }

        var size = 0;
        foreach (var frame in frames)
        {
            size = checked(size + FrameHeader.FrameSize(frame.Length));
        }

        var encoded = GC.AllocateUninitializedArray<byte>(size);
        var position = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            position += FrameHeader.For(frames[i].Length, more: i < frames.Length - 1).Write(encoded.AsSpan(position));
            frames[i].Span.CopyTo(encoded.AsSpan(position));
            position += frames[i].Length;
        }

        return new Multipart(null, encoded);
    }

    /// <summary>Encodes each text as a frame in UTF-8.</summary>
    public static Multipart Create(params ReadOnlySpan<string> frames)
    {
        var bodies = new ReadOnlyMemory<byte>[frames.Length];
        for (var i = 0; i < frames.Length; i++)
        {
            bodies[i] = Encoding.UTF8.GetBytes(frames[i]);
        }

        return Create(bodies);
    }

    /// <summary>
    /// Takes octets that are known to be whole, well-formed frames of one message, the last one without MORE, as
    /// a decoder has just checked them. Nothing is checked or copied.
    /// </summary>
    public static Multipart FromEncoded(ReadOnlyMemory<byte> encoded) => new(null, encoded);

    /// <summary>Encodes one address frame with the MORE flag, for <see cref="Push(byte[])"/>; made once, pushed often.</summary>
    public static byte[] EncodeAddress(ReadOnlySpan<byte> address)
    {
        var encoded = new byte[FrameHeader.FrameSize(address.Length)];
        var header = FrameHeader.For(address.Length, more: true).Write(encoded);
        address.CopyTo(encoded.AsSpan(header));
        return encoded;
    }

    /// <summary>Puts address frames in front, encoded by <see cref="EncodeAddress"/>. Copies nothing unless frames were pushed before.</summary>
    /// <exception cref="InvalidOperationException">There are no frames: an address alone is not a message, because its MORE flag promises one.</exception>
    public Multipart Push(byte[] encodedAddress) =>
        body.IsEmpty ? throw new InvalidOperationException("An address frame stands in front of others; there are none.")
        : new(envelope is null ? encodedAddress : [.. encodedAddress, .. envelope], body);

    /// <summary>Takes the first frame off. What is left has one frame less, and may be empty.</summary>
    /// <exception cref="InvalidOperationException">There are no frames.</exception>
    public Multipart Pop(out ReadOnlyMemory<byte> first)
    {
        var source = envelope ?? body;
        if (!FrameHeader.TryRead(source.Span, out var header))
        {
            throw new InvalidOperationException("A message without frames has no first frame.");
        }

        var end = header.Size + (int)header.BodyLength;
        first = source[header.Size..end];
        return envelope is null ? new Multipart(null, body[end..])
            : end == envelope.Length ? new Multipart(null, body)
            : new Multipart(envelope[end..], body);
    }

    /// <summary>The same frames in an array of their own, so that a large receive array is not kept alive by a small message.</summary>
    public Multipart Detach()
    {
        var copy = GC.AllocateUninitializedArray<byte>(EncodedLength);
        CopyTo(copy);
        return new Multipart(null, copy);
    }

    /// <summary>Writes the encoded frames, <see cref="EncodedLength"/> octets, to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        Envelope.CopyTo(destination);
        body.Span.CopyTo(destination[Envelope.Length..]);
    }

    /// <summary>Walks the frame bodies, first to last.</summary>
    public FrameEnumerator GetEnumerator() => new(envelope, body);

    /// <summary>The frame bodies in arrays of their own.</summary>
    public byte[][] ToArrays()
    {
        var frames = new List<byte[]>();
        foreach (var frame in this)
        {
            frames.Add(frame.ToArray());
        }

        return [.. frames];
    }
}
