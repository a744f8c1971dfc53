using CC.Frames;

namespace CC.Zmtp.Protocol;

/// <summary>What <see cref="MessageDecoder.TryRead"/> found.</summary>
internal enum Decoded
{
    /// <summary>Nothing whole yet.</summary>
    Incomplete,

    /// <summary>A message.</summary>
    Message,

    /// <summary>A command of the protocol.</summary>
    Command,
}

/// <summary>
/// Cuts the octets of one connection into messages and commands (RFC 37, "Framing"). Octets are received straight
/// into slabs; a message is a view of its slab, which the garbage collector frees when the last view is gone. A slab is
/// small on a quiet connection and grows with the traffic. A long message doubles with what has arrived, and is given what it
/// announces once a quarter of that is here, and 1 MiB: receiving one octet allocates two at most, and one and a half when it is long.
/// </summary>
internal sealed class MessageDecoder(int maxMessageSize, int maxFrames, UnfinishedBudget? budget = null)
{
    /// <summary>What a command may have at least, whatever the limit for messages is, and at most during the handshake.</summary>
    public const int CommandLimit = 64 * 1024;

    /// <summary>Commands that may stand between the frames of one message: each costs moving what there is of it.</summary>
    public const int MaxCommandsWithin = 64;

    private const int SmallestSlab = 2 * 1024;
    private const int LargestSlab = 64 * 1024;
    private const int LeastTrusted = 1024 * 1024;

    private byte[] slab = [];
    private int slabSize = SmallestSlab;
    private int start;      // first octet of the message being collected
    private int scan;       // first octet that no whole frame covers yet
    private int end;        // first octet not received yet
    private int missing;    // octets after end without which no frame can be finished
    private bool moreAfter; // whether the frame that is being received is not the last of its message
    private int frames;     // of the message being collected
    private int commands;   // between its frames
    private long content;   // octets of their bodies
    private long reserved;  // of the budget, for the slab
    private bool isSpent;   // whether the slab was made for a large message that is whole now

    /// <summary>Whether commands may come: since ZMTP 3.0.</summary>
    public bool AllowCommands { get; set; }

    /// <summary>Whether the peer is still a stranger, of whom nothing large is taken.</summary>
    public bool InHandshake { get; set; }

    /// <summary>Received octets that nothing has been made of yet.</summary>
    public ReadOnlySpan<byte> Unread => slab.AsSpan(scan, end - scan);

    /// <summary>Whether a message or command has begun to arrive.</summary>
    public bool HasPart => end > start;

    /// <summary>Where to receive to; never empty.</summary>
    public Memory<byte> GetMemory()
    {
        var free = slab.Length - end;
        var finishesFrame = missing > 1 && missing <= free;
        if ((!finishesFrame && free < slabSize / 8) || isSpent)
        {
            Renew();
        }

        return slab.AsMemory(end);
    }

    /// <summary>Counts in what was received into <see cref="GetMemory"/>.</summary>
    public void Commit(int received)
    {
        end += received;
        if (end == slab.Length && slabSize < LargestSlab)
        {
            slabSize *= 2;
        }
    }

    /// <summary>Takes octets that are not framed, as in the greeting.</summary>
    public void Skip(int count)
    {
        scan += count;
        start = scan;
    }

    /// <summary>Takes the next message or command; the command's body is <paramref name="command"/>, valid until the next call.</summary>
    /// <exception cref="ZmtpException">The peer breaks the protocol or a limit; nothing more can be read.</exception>
    public Decoded TryRead(out Multipart message, out ReadOnlyMemory<byte> command)
    {
        message = default;
        command = default;
        while (FrameHeader.TryRead(slab.AsSpan(scan, end - scan), out var header))
        {
            Check(header);
            var size = header.Size + header.BodyLength;
            if (size > end - scan)
            {
                missing = (int)(size - (end - scan));
                moreAfter = header.HasMore;
                return Decoded.Incomplete;
            }

            if ((header.Flags & FrameFlags.Command) != 0)
            {
                command = TakeCommand(header);
                return Decoded.Command;
            }

            scan += (int)size;
            content += header.BodyLength;
            frames++;
            if (!header.HasMore)
            {
                message = Multipart.FromEncoded(slab.AsMemory(start, scan - start));
                start = scan;
                frames = 0;
                commands = 0;
                content = 0;
                if (reserved > 0)
                {
                    Settle();
                }

                return Decoded.Message;
            }
        }

        missing = 1;
        moreAfter = frames > 0;
        return Decoded.Incomplete;
    }

    private void Check(FrameHeader header)
    {
        var allowed = AllowCommands ? FrameFlags.More | FrameFlags.Long | FrameFlags.Command : FrameFlags.More | FrameFlags.Long;
        if ((header.Flags & ~allowed) != 0 || (header.Flags & (FrameFlags.Command | FrameFlags.More)) == (FrameFlags.Command | FrameFlags.More))
        {
            throw new ZmtpException(ZmtpError.MalformedFrame, $"A frame has the flags 0x{(byte)header.Flags:x2}, which are not defined.");
        }

        var isCommand = (header.Flags & FrameFlags.Command) != 0;
        var limit = InHandshake ? CommandLimit : isCommand ? Math.Max(CommandLimit, maxMessageSize) : maxMessageSize - content;
        if (header.BodyLength < 0 || header.BodyLength > limit)
        {
            throw new ZmtpException(ZmtpError.MessageTooLarge, $"A frame announces {(ulong)header.BodyLength} octets where {limit} are allowed.");
        }

        if (!isCommand && frames >= maxFrames)
        {
            throw new ZmtpException(ZmtpError.TooManyFrames, $"A message has more than {maxFrames} frames.");
        }
    }

    /// <summary>A command may stand between the frames of a message; what was collected of the message moves up over it.</summary>
    private ReadOnlyMemory<byte> TakeCommand(FrameHeader header)
    {
        var size = header.Size + (int)header.BodyLength;
        ReadOnlyMemory<byte> body = slab.AsMemory(scan + header.Size, (int)header.BodyLength);
        if (scan > start)
        {
            if (++commands > MaxCommandsWithin)
            {
                throw new ZmtpException(ZmtpError.MalformedFrame, $"More than {MaxCommandsWithin} commands stand between the frames of a message.");
            }

            body = body.ToArray();
            slab.AsSpan(start, scan - start).CopyTo(slab.AsSpan(start + size));
        }

        scan += size;
        start += size;
        if (reserved > 0 && scan == start)
        {
            Settle();
        }

        return body;
    }

    /// <summary>Gives back what is reserved, at the end of a large message or of the connection.</summary>
    public void Settle()
    {
        budget?.Release(reserved);
        reserved = 0;
        isSpent = true; // What follows must not keep it alive.
    }

    /// <summary>
    /// Room for the frame that is on its way, and for as much again as is held if others follow it: a message that grew
    /// by no more than its next frame would be moved once for each. About twice what has arrived, until
    /// so much has that the rest is taken on trust.
    /// </summary>
    private void Renew()
    {
        var held = end - start;
        var wanted = moreAfter ? Math.Max(missing, held) : missing;
        var isTrusted = held >= LeastTrusted && held >= ((long)held + missing) / 4;
        var size = Math.Max(slabSize, held + (isTrusted ? wanted : Math.Min(wanted, (long)Math.Max(held, slabSize))));
        size = Math.Min(size, Array.MaxLength);
        Reserve(size);
        var next = GC.AllocateUninitializedArray<byte>((int)size);
        slab.AsSpan(start, held).CopyTo(next);
        scan -= start;
        start = 0;
        end = held;
        slab = next;
        isSpent = false;
    }

    private void Reserve(long size)
    {
        var wanted = Math.Max(0, size - UnfinishedBudget.Free);
        if (wanted == reserved || budget is null)
        {
            return;
        }

        if (wanted > reserved && !budget.TryReserve(wanted - reserved))
        {
            throw new ZmtpException(ZmtpError.BudgetExhausted, $"A message needs {size} octets, and the unfinished messages of all connections leave less of their budget.");
        }

        if (wanted < reserved)
        {
            budget.Release(reserved - wanted);
        }

        reserved = wanted;
    }
}
