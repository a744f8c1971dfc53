using CC.Files;

namespace CC.Plugins.InfoWriter;

/// <summary>Compares files, so that what comes again is not written again.</summary>
internal static class SameContent
{
    private const int Block = 128 * 1024;

    /// <summary>Whether a file has these octets.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static bool Has(string path, ReadOnlyMemory<byte> octets) => Has(path, octets.Length, (offset, block) =>
    {
        octets.Span.Slice((int)offset, block.Length).CopyTo(block);
        return block.Length;
    });

    /// <summary>Whether two files have the same octets.</summary>
    /// <exception cref="IOException">One of them can't be read.</exception>
    public static bool Has(string path, string other)
    {
        using var file = ForeignFile.OpenRead(other);
        return file is not null && Has(path, RandomAccess.GetLength(file), (offset, block) => RandomAccess.Read(file, block, offset));
    }

    private delegate int Reader(long offset, Span<byte> block);

    private static bool Has(string path, long length, Reader other)
    {
        using var file = ForeignFile.OpenRead(path);
        if (file is null || RandomAccess.GetLength(file) != length)
        {
            return false;
        }

        var (mine, theirs) = (new byte[Block], new byte[Block]);
        for (var offset = 0L; offset < length;)
        {
            var count = RandomAccess.Read(file, mine.AsSpan(0, (int)Math.Min(Block, length - offset)), offset);
            if (count == 0 || other(offset, theirs.AsSpan(0, count)) != count || !mine.AsSpan(0, count).SequenceEqual(theirs.AsSpan(0, count)))
            {
                return false;
            }

            offset += count;
        }

        return true;
    }
}
