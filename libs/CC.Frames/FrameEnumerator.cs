namespace CC.Frames;

/// <summary>Walks the frame bodies of a <see cref="Multipart"/> without copying them.</summary>
public struct FrameEnumerator
{
    private ReadOnlyMemory<byte> rest;
    private ReadOnlyMemory<byte> next;

    internal FrameEnumerator(byte[]? envelope, ReadOnlyMemory<byte> body)
    {
        rest = envelope is null ? body : envelope;
        next = envelope is null ? default : body;
    }

    /// <summary>The body of the frame that the last <see cref="MoveNext"/> reached.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Goes to the next frame; false after the last.</summary>
    public bool MoveNext()
    {
        if (rest.IsEmpty)
        {
            (rest, next) = (next, default);
        }

        if (!FrameHeader.TryRead(rest.Span, out var header))
        {
            return false;
        }

        var end = header.Size + (int)header.BodyLength;
        Current = rest[header.Size..end];
        rest = rest[end..];
        return true;
    }
}
