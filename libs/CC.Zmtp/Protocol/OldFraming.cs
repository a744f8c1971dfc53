using System.Buffers.Binary;
using CC.Frames;
using CC.Zmtp.Transports;

namespace CC.Zmtp.Protocol;

/// <summary>
/// Translates between the frames of ZMTP 1.0 (RFC 13, "The Framing Layer": length, which counts the flags, then flags) and
/// those of all later versions (flags, then length), so that nothing else knows that 1.0 exists.
/// </summary>
internal sealed class OldFraming(ByteStream stream, ReadOnlyMemory<byte> alreadyRead) : ByteStream
{
    private const byte LongMark = 0xFF;
    private const int MaxIdentity = 255;

    /// <summary>The flags with which a signature of a later version looks like the start of a long identity frame.</summary>
    private const byte SignatureFlags = 0x7F;

    private readonly byte[] received = new byte[8 * 1024];
    private readonly HeaderTranslator incoming = new(HeaderSize, new IncomingHeaders().Translate);
    private readonly HeaderTranslator outgoing = new(header => FrameHeader.TryRead(header, out var whole) ? whole.Size : 0, TranslateOutgoing);
    private ReadOnlyMemory<byte> unread = alreadyRead;

    public override string Peer => stream.Peer;

    public override bool IsLocal => stream.IsLocal;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        while (true)
        {
            var written = incoming.Translate(ref unread, buffer.Span);
            if (written > 0)
            {
                return written;
            }

            var count = await stream.ReadAsync(received).ConfigureAwait(false);
            if (count == 0)
            {
                return 0;
            }

            unread = received.AsMemory(0, count);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        var translated = new byte[Math.Min(octets.Length + 64, 64 * 1024)];
        while (true)
        {
            var written = outgoing.Translate(ref octets, translated);
            if (written == 0)
            {
                return;
            }

            await stream.WriteAsync(translated.AsMemory(0, written)).ConfigureAwait(false);
        }
    }

    public override void CloseWrite() => stream.CloseWrite();

    public override void Dispose() => stream.Dispose();

    /// <summary>Octets of the 1.0 header that starts here, or 0 when that can't be told yet.</summary>
    private static int HeaderSize(ReadOnlySpan<byte> header)
    {
        var size = header.IsEmpty ? 0 : header[0] == LongMark ? 10 : 2;
        return header.Length >= size ? size : 0;
    }

    private static (byte[] Header, long Body) TranslateOutgoing(ReadOnlySpan<byte> current)
    {
        FrameHeader.TryRead(current, out var header);
        var length = header.BodyLength + 1;
        var flags = (byte)(header.Flags & FrameFlags.More);
        if (length < LongMark)
        {
            return ([(byte)length, flags], header.BodyLength);
        }

        var octets = new byte[10];
        octets[0] = LongMark;
        BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(1), length);
        octets[9] = flags;
        return (octets, header.BodyLength);
    }

    /// <summary>The headers of what the peer sends, the first being that of its identity.</summary>
    private sealed class IncomingHeaders
    {
        private bool identityRead;

        public (byte[] Header, long Body) Translate(ReadOnlySpan<byte> old)
        {
            var isLong = old[0] == LongMark;
            var length = isLong ? BinaryPrimitives.ReadInt64BigEndian(old[1..]) : old[0];
            var flags = (FrameFlags)old[^1] & FrameFlags.More;
            if (!identityRead)
            {
                CheckIdentity(length, old[^1], isLong);
                identityRead = true;
                flags = FrameFlags.None;
            }

            if (length < 1)
            {
                throw new ZmtpException(ZmtpError.MalformedFrame, $"A ZMTP 1.0 frame has the length {length}; the least is 1.");
            }

            var body = length - 1;
            var header = new FrameHeader(flags | (body > FrameHeader.MaxShortBody ? FrameFlags.Long : FrameFlags.None), body);
            var octets = new byte[header.Size];
            header.Write(octets);
            return (octets, body);
        }

        /// <summary>
        /// RFC 13 would not have these flags validated. They are all that tells a peer of 1.0 from a browser or a port
        /// scanner, and nothing that speaks ZMTP is known to set them otherwise.
        /// </summary>
        private static void CheckIdentity(long length, byte flags, bool isLong)
        {
            if (length is < 1 or > MaxIdentity + 1 || (flags != 0 && !(isLong && flags == SignatureFlags)))
            {
                throw new ZmtpException(ZmtpError.NotZmtp, "The peer opens neither with a signature nor with an identity, as ZMTP has it.");
            }
        }
    }

    private delegate int SizeOfHeader(ReadOnlySpan<byte> start);

    private delegate (byte[] Header, long Body) TranslateHeader(ReadOnlySpan<byte> header);

    /// <summary>Copies a stream of frames, replacing each header; input and output may be cut anywhere.</summary>
    private sealed class HeaderTranslator(SizeOfHeader sizeOf, TranslateHeader translate)
    {
        private readonly byte[] partial = new byte[10];
        private int partialLength;
        private byte[] header = [];
        private int headerWritten;
        private long bodyLeft;

        public int Translate(ref ReadOnlyMemory<byte> input, Span<byte> output)
        {
            var written = 0;
            while (written < output.Length)
            {
                if (headerWritten < header.Length)
                {
                    written += Copy(header.AsSpan(headerWritten), output[written..], ref headerWritten);
                }
                else if (bodyLeft > 0 && !input.IsEmpty)
                {
                    var copied = 0;
                    written += Copy(input.Span[..(int)Math.Min(bodyLeft, input.Length)], output[written..], ref copied);
                    bodyLeft -= copied;
                    input = input[copied..];
                }
                else if (bodyLeft > 0 || !TakeHeader(ref input))
                {
                    break;
                }
            }

            return written;
        }

        private bool TakeHeader(ref ReadOnlyMemory<byte> input)
        {
            while (!input.IsEmpty)
            {
                partial[partialLength++] = input.Span[0];
                input = input[1..];
                if (sizeOf(partial.AsSpan(0, partialLength)) == partialLength)
                {
                    (header, bodyLeft) = translate(partial.AsSpan(0, partialLength));
                    headerWritten = 0;
                    partialLength = 0;
                    return true;
                }
            }

            return false;
        }

        private static int Copy(ReadOnlySpan<byte> source, Span<byte> destination, ref int progress)
        {
            var count = Math.Min(source.Length, destination.Length);
            source[..count].CopyTo(destination);
            progress += count;
            return count;
        }
    }
}
