using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>One content of one file on its way to the receiver: what is sent, and what is acknowledged.</summary>
internal sealed class Flow(string name, FileIdentity identity, Generation generation, long start, TailedFile? file) : IDisposable
{
    private TailedFile? file = file;

    /// <summary>The path that the content is sent under.</summary>
    public string Name => name;

    public FileIdentity Identity => identity;

    public Generation Generation { get; set; } = generation;

    /// <summary>The offset at which sending this content began.</summary>
    public long Start { get; } = start;

    /// <summary>The offset up to which it is sent.</summary>
    public long Sent { get; private set; } = start;

    /// <summary>The offset up to which the receiver has it for good.</summary>
    public long Acked { get; private set; } = start;

    /// <summary>Where the content ends, once nothing more can come; null while it may still grow.</summary>
    public long? End { get; set; }

    /// <summary>What precedes <see cref="Sent"/>.</summary>
    public Fingerprint BeforeSent { get; private set; } = file?.FingerprintAt(start) ?? Fingerprint.None;

    public long OnItsWay => Sent - Acked;

    public bool IsSentWhole => End is { } end && Sent >= end;

    public bool IsDone => End is { } end && Acked >= end;

    /// <summary>The most that the receiver can have of it.</summary>
    public long Extent => End ?? Math.Max(Sent, file?.Length ?? 0);

    /// <summary>The file to read from; null while it is closed.</summary>
    public TailedFile? File => file;

    /// <summary>Whether the file no longer has in it what was sent of it.</summary>
    public bool WasCutShort =>
        file is not null && (file.Length < Sent || (BeforeSent != Fingerprint.None && file.FingerprintAt(Sent) != BeforeSent));

    /// <summary>A flow of a file's first content.</summary>
    public static Flow Begin(string name, TailedFile file, long start) =>
        new(name, file.Identity, Generation.First(file.Identity), start, file);

    /// <summary>A flow of what is in a file after it was cut short; null if it is gone meanwhile.</summary>
    public static Flow? BeginAgain(Flow flow) =>
        TailedFile.Open(flow.Name) is { } file
            ? new Flow(flow.Name, file.Identity, file.Identity == flow.Identity ? flow.Generation.Next() : Generation.First(file.Identity), 0, file)
            : null;

    /// <summary>Reads what follows <see cref="Sent"/>.</summary>
    public int Read(Span<byte> buffer) =>
        file!.Read(End is { } end ? buffer[..(int)Math.Min(buffer.Length, end - Sent)] : buffer, Sent);

    public void Use(TailedFile? other)
    {
        file?.Dispose();
        file = other;
    }

    public void MoveSent(long offset)
    {
        Sent = offset;
        BeforeSent = file?.FingerprintAt(offset) ?? Fingerprint.None;
    }

    /// <summary>Takes what the receiver wants next. It may be ahead of what was sent, if the sender lost its position.</summary>
    public void MoveAcked(long offset)
    {
        Acked = offset;
        if (offset > Sent)
        {
            MoveSent(offset);
        }
    }

    public void Rewind() => MoveSent(Acked);

    public void Dispose() => file?.Dispose();
}
