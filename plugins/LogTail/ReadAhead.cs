namespace CC.Plugins.LogTail;

/// <summary>
/// What was read of a content and is not sent yet, so that sending little of it at a time does not read it again and again. Each look into the file also makes sure
/// that it still has what was read of it before.
/// </summary>
internal sealed class ReadAhead(int size)
{
    private readonly byte[] buffer = new byte[Mark.MaxLength + size];
    private Flow? flow;
    private long offset;

    // Within the buffer: where what is not sent begins, behind what precedes it, and where it ends.
    private int start;
    private int end;

    /// <summary>The most octets that are read ahead.</summary>
    public int Size => size;

    /// <summary>Whether the file has no more than what the last <see cref="TryRead"/> has returned.</summary>
    public bool HasAll { get; private set; }

    /// <summary>Reads what follows the sent part of a content.</summary>
    /// <param name="of">The content; its file is open.</param>
    /// <param name="octets">What follows, as much as there is or as fits. Valid until the next call.</param>
    /// <returns>False if the file does not have any more what it had.</returns>
    public bool TryRead(Flow of, out ReadOnlyMemory<byte> octets)
    {
        octets = default;
        if ((of != flow || of.Sent != Mark.Of(offset, buffer.AsSpan(0, start))) && !TryStart(of))
        {
            return false;
        }

        MakeRoom();
        if (!TryContinue())
        {
            flow = null;
            return false;
        }

        var length = end - start;
        if (of.End is { } last)
        {
            HasAll |= offset + length >= last;
            length = (int)Math.Clamp(last - offset, 0, length);
        }

        octets = buffer.AsMemory(start, length);
        return true;
    }

    /// <summary>Takes octets as sent, and returns the place behind them.</summary>
    public Mark Take(int length)
    {
        offset += length;
        start += length;
        return Mark.Of(offset, buffer.AsSpan(0, start));
    }

    /// <summary>Starts anew, with what is in front of the place in the file; if the place has a hash, it has to fit.</summary>
    private bool TryStart(Flow of)
    {
        flow = null;
        offset = of.Sent.Offset;
        start = end = Mark.LengthAt(offset);
        var before = buffer.AsSpan(0, start);
        if (of.File!.ReadAll(before, offset - start) < start || (of.Sent.Hash.Length > 0 && Mark.Of(offset, before) != of.Sent))
        {
            return false;
        }

        flow = of;
        return true;
    }

    /// <summary>Drops what is sent, but not at each call, since the rest has to be moved.</summary>
    private void MakeRoom()
    {
        var sent = start - Mark.LengthAt(offset);
        if (sent > 0 && (start == end || sent >= size / 2))
        {
            buffer.AsSpan(sent, end - sent).CopyTo(buffer);
            start -= sent;
            end -= sent;
        }
    }

    /// <summary>Reads what is new behind what is known; in the same call as the end of that, to compare it.</summary>
    private bool TryContinue()
    {
        Span<byte> before = stackalloc byte[Math.Min(end, Mark.MaxLength)];
        var known = buffer.AsSpan(end - before.Length, before.Length);
        known.CopyTo(before);
        var room = buffer.AsSpan(end - before.Length);
        var read = flow!.File!.ReadAll(room, offset + (end - start) - before.Length);
        if (read < before.Length || !known.SequenceEqual(before))
        {
            return false;
        }

        HasAll = read < room.Length;
        end += read - before.Length;
        return true;
    }
}
