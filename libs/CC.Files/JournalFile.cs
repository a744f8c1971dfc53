using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>A file of lines, each behind a hash of it, which tells a whole line from one that a crash has cut off. Belongs to one thread at a time.</summary>
public sealed class JournalFile : IDisposable
{
    private readonly string path;
    private readonly bool flush;
    private readonly IFlusher flusher;
    private SafeFileHandle file;

    private JournalFile(string path, bool flush, IFlusher flusher, SafeFileHandle file, long length)
    {
        this.path = path;
        this.flush = flush;
        this.flusher = flusher;
        this.file = file;
        Length = length;
    }

    /// <summary>Its length in octets.</summary>
    public long Length { get; private set; }

    /// <summary>Opens the file, or makes it, and hands out its lines. Those that are damaged are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flush">Whether lines are to outlive a crash of the machine, too.</param>
    /// <param name="flusher">Has the disk keep them.</param>
    /// <param name="take">Given each line.</param>
    /// <exception cref="IOException">It can't be read, or not be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static JournalFile Open(string path, bool flush, IFlusher flusher, Action<string> take)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                var space = line.IndexOf(' ');
                if (space > 0 && HashOf(line[(space + 1)..]) == line[..space])
                {
                    take(line[(space + 1)..]);
                }
            }

            if (flush)
            {
                flusher.FlushFolder(Path.GetDirectoryName(path)!);
            }

            return new JournalFile(path, flush, flusher, file, EndOfLastLine(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds lines.</summary>
    /// <param name="lines">The lines, without line breaks.</param>
    /// <param name="isDurable">Whether they are flushed at once.</param>
    /// <exception cref="IOException">They can't be written; the file is as before.</exception>
    public void Append(IEnumerable<string> lines, bool isDurable)
    {
        var octets = Encode(lines);
        try
        {
            RandomAccess.Write(file, octets, Length);
            if (isDurable)
            {
                Flush();
            }
        }
        catch (IOException)
        {
            CutQuietly();
            throw;
        }

        Length += octets.Length;
    }

    /// <summary>Makes sure that all lines are on the disk, if that was asked for.</summary>
    /// <exception cref="IOException">They can't be written.</exception>
    public void Flush()
    {
        if (flush)
        {
            flusher.FlushFile(file);
        }
    }

    /// <summary>Replaces all lines; on the disk in any case, since what has long been there is not to be put at risk.</summary>
    /// <exception cref="IOException">They can't be written; the file is as before.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Rewrite(IEnumerable<string> lines)
    {
        var octets = Encode(lines);
        var rewritten = DurableFile.ReplaceAndOpen(path, octets, flusher);
        file.Dispose();
        file = rewritten;
        Length = octets.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static byte[] Encode(IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{HashOf(line)} {line}\n")));

    private static string HashOf(string line) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 8));

    /// <summary>Where the next line goes: over what is left of one that has no end.</summary>
    private static long EndOfLastLine(SafeFileHandle file)
    {
        var block = new byte[64 * 1024];
        for (var end = RandomAccess.GetLength(file); end > 0;)
        {
            var start = Math.Max(0, end - block.Length);
            var read = RandomAccess.Read(file, block.AsSpan(0, (int)(end - start)), start);
            var last = block.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                return start + last + 1;
            }

            end = start;
        }

        return 0;
    }

    private void CutQuietly()
    {
        try
        {
            RandomAccess.SetLength(file, Length);
        }
        catch (IOException)
        {
            // The next line is written over what is left of this one.
        }
    }
}
