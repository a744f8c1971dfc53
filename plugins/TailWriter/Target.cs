using CC.Files;
using Microsoft.Win32.SafeHandles;

namespace CC.Plugins.TailWriter;

/// <summary>A file that is appended to. Belongs to one worker.</summary>
internal sealed class Target : IDisposable
{
    private readonly Codec stored;
    private readonly int level;
    private readonly MemoryStream uncompressed = new();
    private SafeFileHandle? handle;
    private long length;

    private Target(string path, Codec stored, int level)
    {
        Path = path;
        this.stored = stored;
        this.level = level;
    }

    public string Path { get; }

    /// <summary>The file's length, of what is written to it.</summary>
    public long Length => length;

    /// <summary>Octets that wait to be compressed as one.</summary>
    public long Waiting => uncompressed.Length;

    /// <summary>Whether something was written since the last <see cref="FlushToDisk"/>.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>When something was last given to it, as a timestamp.</summary>
    public long LastUse { get; set; }

    /// <summary>When the oldest of what waits to be compressed was given to it, as a timestamp.</summary>
    public long WaitingSince { get; private set; }

    /// <summary>Opens a file, or makes it. What is in it beyond a length was half written when this process, or its machine, went down.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stored">How its content is compressed.</param>
    /// <param name="level">How much.</param>
    /// <param name="certain">The length up to which it is certain; null where all that is there counts.</param>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static Target Open(string path, Codec stored, int level, long? certain)
    {
        var target = new Target(path, stored, level);
        target.Reopen();
        if (certain < target.length)
        {
            RandomAccess.SetLength(target.handle!, certain.Value);
            target.length = certain.Value;
        }

        return target;
    }

    public void Reopen()
    {
        if (handle is not null)
        {
            return;
        }

        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var isNew = !File.Exists(Path);
        Directory.CreateDirectory(folder);
        handle = File.OpenHandle(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        length = RandomAccess.GetLength(handle);
        if (isNew)
        {
            DurableFile.FlushFolder(folder);
        }
    }

    /// <summary>Appends octets that are compressed the way the file is.</summary>
    /// <exception cref="IOException">They can't be written; the file is as before.</exception>
    public void AppendStored(ReadOnlyMemory<byte> packed)
    {
        Compress();
        Write(packed.Span);
    }

    /// <summary>Appends content; if the file is compressed, it waits for <see cref="Compress"/>.</summary>
    /// <exception cref="IOException">It can't be written; the file is as before.</exception>
    public void Append(ReadOnlyMemory<byte> content, long compressAt)
    {
        if (stored == Codec.None)
        {
            Write(content.Span);
            return;
        }

        if (Waiting >= compressAt)
        {
            Compress();
        }

        WaitingSince = Waiting == 0 ? LastUse : WaitingSince;
        uncompressed.Write(content.Span);
    }

    /// <summary>Compresses what waits, and appends it.</summary>
    /// <exception cref="IOException">It can't be written; it goes on waiting.</exception>
    public void Compress()
    {
        if (uncompressed.Length > 0)
        {
            Write(stored.Compress(uncompressed.ToArray(), level).Span);
            uncompressed.SetLength(0);
        }
    }

    /// <summary>Makes sure that what is written outlives the machine.</summary>
    public void FlushToDisk(bool really)
    {
        if (IsDirty && really)
        {
            RandomAccess.FlushToDisk(handle!);
        }

        IsDirty = false;
    }

    public void Dispose()
    {
        handle?.Dispose();
        handle = null;
    }

    private void Write(ReadOnlySpan<byte> octets)
    {
        Reopen();
        try
        {
            RandomAccess.Write(handle!, octets, length);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(handle!, length);
            throw;
        }

        length += octets.Length;
        IsDirty = true;
    }
}
