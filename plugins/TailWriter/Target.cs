using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.TailWriter;

/// <summary>A file that is appended to. Belongs to one worker.</summary>
internal sealed class Target : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly FileIdentity identity;
    private readonly int level;
    private readonly MemoryStream waiting = new();
    private long committed;
    private bool isWritten;

    private Target(string path, Codec stored, int level, SafeFileHandle handle)
    {
        Path = path;
        Stored = stored;
        this.level = level;
        this.handle = handle;
        var status = FileStatus.Of(handle);
        identity = status.Identity;
        Length = committed = status.Length;
    }

    public string Path { get; }

    /// <summary>How its content is compressed.</summary>
    public Codec Stored { get; }

    /// <summary>Its length, of what is written to it.</summary>
    public long Length { get; private set; }

    /// <summary>Octets that wait to be compressed as one.</summary>
    public long Waiting => waiting.Length;

    /// <summary>When the oldest of what waits to be compressed was given to it, as a timestamp.</summary>
    public long WaitingSince { get; private set; }

    /// <summary>Who gave it what waits.</summary>
    public Source? Owner { get; set; }

    /// <summary>Whether it has more than was committed.</summary>
    public bool IsDirty => isWritten || Waiting > 0;

    /// <summary>Whether it was made, and the folder does not have it for good yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>When something was last given to it, as a timestamp.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether it was noted that several files are stored in it.</summary>
    public bool IsShared { get; set; }

    public ulong Device => identity.Device;

    public SafeFileHandle Handle => handle;

    /// <summary>Opens a file, or makes it.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static Target Open(string path, Codec stored, int level)
    {
        var found = FileStatus.Of(path);
        if (found is { IsRegular: false })
        {
            throw new IOException("it is no regular file"); // To open a pipe would wait for somebody to read from it.
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        return new Target(path, stored, level, handle) { IsNew = found is null };
    }

    /// <summary>Whether the path leads to this file no more: somebody has renamed or removed it.</summary>
    public bool HasMoved => FileStatus.Of(Path)?.Identity != identity;

    /// <summary>Takes note if somebody has cut the file, as log rotation does; returns whether it was.</summary>
    public bool NoticeCut()
    {
        var length = RandomAccess.GetLength(handle);
        var wasCut = length < Length;
        Length = Math.Min(Length, length);
        committed = Math.Min(committed, length);
        return wasCut;
    }

    /// <summary>Drops what is behind an offset.</summary>
    public void CutTo(long offset)
    {
        RandomAccess.SetLength(handle, offset);
        Length = committed = offset;
    }

    /// <summary>Appends octets that are compressed the way the file is, behind what waits.</summary>
    /// <exception cref="IOException">They can't be written; the file is as before.</exception>
    public void AppendStored(ReadOnlyMemory<byte> packed)
    {
        Compress();
        Write(packed.Span);
    }

    /// <summary>Appends content; if the file is compressed, it waits for <see cref="Compress"/>.</summary>
    /// <param name="content">The octets.</param>
    /// <param name="compressAt">How much may wait.</param>
    /// <param name="now">A timestamp.</param>
    /// <exception cref="IOException">It can't be written; the file is as before.</exception>
    public void Append(ReadOnlyMemory<byte> content, long compressAt, long now)
    {
        if (Stored == Codec.None)
        {
            Write(content.Span);
            return;
        }

        if (Waiting + content.Length > compressAt)
        {
            Compress();
        }

        WaitingSince = Waiting == 0 ? now : WaitingSince;
        waiting.Write(content.Span);
    }

    /// <summary>Compresses what waits, and appends it.</summary>
    /// <exception cref="IOException">It can't be written; it goes on waiting.</exception>
    public void Compress()
    {
        if (Waiting > 0)
        {
            Write(Stored.Compress(waiting.GetBuffer().AsMemory(0, (int)Waiting), level).Span);
            waiting.SetLength(0);
            if (Owner is not null)
            {
                Owner.Written = Owner.Next;
            }
        }
    }

    /// <summary>What is written is durable, and noted.</summary>
    public void Commit()
    {
        committed = Length;
        isWritten = false;
        IsNew = false;
    }

    /// <summary>Drops what was not committed.</summary>
    public void TakeBack()
    {
        waiting.SetLength(0);
        if (isWritten)
        {
            Length = committed;
            isWritten = false;
            CutQuietly();
        }
    }

    public void Dispose() => handle.Dispose();

    private void Write(ReadOnlySpan<byte> octets)
    {
        NoticeCut();
        try
        {
            RandomAccess.Write(handle, octets, Length);
        }
        catch (IOException)
        {
            CutQuietly();
            throw;
        }

        Length += octets.Length;
        isWritten = true;
    }

    private void CutQuietly()
    {
        try
        {
            RandomAccess.SetLength(handle, Length);
        }
        catch (IOException)
        {
            // What comes next is written over it.
        }
    }
}
