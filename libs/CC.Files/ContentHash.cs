using System.IO.Compression;
using System.Security.Cryptography;
using ICSharpCode.SharpZipLib.BZip2;

namespace CC.Files;

/// <summary>Hashes parts of files without having them in memory. Other programs may go on appending to them.</summary>
public static class ContentHash
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The SHA-256 of the content between two offsets, in lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stored">How its content is compressed: one whole, or several joined ones.</param>
    /// <param name="storedLength">How much of the file counts; what is behind that is not looked at.</param>
    /// <param name="fromEnd">How many octets of content before that the part begins.</param>
    /// <param name="count">How many octets the part has.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The file is not there, can't be read, or has no such part.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string Of(string path, Codec stored, long storedLength, long fromEnd, long count, CancellationToken cancellationToken)
    {
        var length = stored == Codec.None ? storedLength : LengthOf(path, stored, storedLength, cancellationToken);
        var begin = length - fromEnd;
        return begin < 0
            ? throw new IOException($"{path} has {length} octets of content, and not the {fromEnd} that are asked for")
            : Of(path, stored, storedLength, begin, begin + count, cancellationToken, new byte[BufferSize]);
    }

    /// <summary>The SHA-256 of all of a file's content, in lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stored">How its content is compressed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The file is not there, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string OfAll(string path, Codec stored, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Read(path, stored, null, 0, cancellationToken, new byte[BufferSize], (_, octets) =>
        {
            hash.AppendData(octets.Span);
            return true;
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Of(string path, Codec stored, long storedLength, long begin, long end, CancellationToken cancellationToken, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var position = 0L;
        Read(path, stored, storedLength, stored == Codec.None ? begin : 0, cancellationToken, buffer, (at, octets) =>
        {
            var from = Math.Clamp(begin - at, 0, octets.Length);
            var to = Math.Clamp(end - at, 0, octets.Length);
            hash.AppendData(octets.Span[(int)from..(int)to]);
            position = at + octets.Length;
            return position < end;
        });
        return position >= end || begin == end
            ? Convert.ToHexStringLower(hash.GetHashAndReset())
            : throw new IOException($"{path} ends at {position}, before the {end} octets that are asked for");
    }

    private static long LengthOf(string path, Codec stored, long storedLength, CancellationToken cancellationToken)
    {
        var length = 0L;
        Read(path, stored, storedLength, 0, cancellationToken, new byte[BufferSize], (at, octets) =>
        {
            length = at + octets.Length;
            return true;
        });
        return length;
    }

    /// <summary>Hands on the content piece by piece, with the offset of each, until it ends or nobody wants more.</summary>
    private static void Read(string path, Codec stored, long? storedLength, long begin, CancellationToken cancellationToken, byte[] buffer, Func<long, ReadOnlyMemory<byte>, bool> take)
    {
        using var handle = ForeignFile.OpenRead(path) ?? throw new FileNotFoundException($"{path} is not there");
        var length = storedLength ?? RandomAccess.GetLength(handle);
        using var beginning = new BufferedStream(new FileBeginning(handle, length, stored == Codec.None ? begin : 0), BufferSize);
        var at = begin;
        try
        {
            do
            {
                using var content = Unpacked(beginning, stored);
                while (content.Read(buffer) is > 0 and var count)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!take(at, buffer.AsMemory(0, count)))
                    {
                        return;
                    }

                    at += count;
                }
            }
            while (stored == Codec.Bzip2 && beginning.Position < length);
        }
        catch (Exception damaged) when (stored != Codec.None && damaged is not (IOException or OperationCanceledException))
        {
            throw new IOException($"{path} is damaged: {damaged.Message}", damaged);
        }
    }

    private static Stream Unpacked(Stream packed, Codec stored) =>
        stored == Codec.Gzip ? new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true)
        : stored == Codec.Bzip2 ? new BZip2InputStream(packed) { IsStreamOwner = false }
        : packed;
}
