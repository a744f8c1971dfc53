using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.LogTail;

/// <summary>An open file, which stays the same file when its name changes.</summary>
internal sealed class TailedFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private TailedFile(SafeFileHandle handle, FileIdentity identity)
    {
        this.handle = handle;
        Identity = identity;
    }

    public FileIdentity Identity { get; }

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>When it was written to last.</summary>
    public DateTimeOffset ChangedAt => File.GetLastWriteTimeUtc(handle);

    /// <summary>Opens a file; null if there is none, or it is none proper.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static TailedFile? Open(string path)
    {
        if (FileStatus.Of(path) is not { IsRegular: true })
        {
            return null; // To open a pipe would wait for somebody to write to it.
        }

        return ForeignFile.OpenRead(path) is { } handle ? new TailedFile(handle, FileStatus.Of(handle).Identity) : null;
    }

    public int Read(Span<byte> buffer, long offset) => RandomAccess.Read(handle, buffer, offset);

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public int ReadAll(Span<byte> buffer, long offset)
    {
        var total = 0;
        while (total < buffer.Length && Read(buffer[total..], offset + total) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }

    /// <summary>The place at an offset, as it is now; null if the file ends before.</summary>
    public Mark? MarkAt(long offset)
    {
        Span<byte> before = stackalloc byte[Mark.LengthAt(offset)];
        return ReadAll(before, offset - before.Length) == before.Length ? Mark.Of(offset, before) : null;
    }

    /// <summary>Whether the file has a place, with the same octets in front of it.</summary>
    public bool Has(Mark mark) => mark.Hash.Length == 0 ? Length >= mark.Offset : MarkAt(mark.Offset) == mark;

    public void Dispose() => handle.Dispose();
}
