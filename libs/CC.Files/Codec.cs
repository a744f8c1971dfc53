using System.Runtime.InteropServices;

namespace CC.Files;

/// <summary>A way to compress octets, under the name that CC's messages and configurations have for it. Thread-safe.</summary>
/// <remarks>What is compressed piece by piece can be joined: the joined pieces decompress to the joined contents.</remarks>
public abstract class Codec
{
    private protected Codec(string name, string extension, int defaultLevel)
    {
        Name = name;
        Extension = extension;
        DefaultLevel = defaultLevel;
    }

    /// <summary>The codec that changes nothing.</summary>
    public static Codec None { get; } = new NoCodec();

    /// <summary>gzip (RFC 1952), extension <c>.gz</c>, default level 6.</summary>
    public static Codec Gzip { get; } = new GzipCodec();

    /// <summary>bzip2, extension <c>.bz2</c>, default level 3.</summary>
    public static Codec Bzip2 { get; } = new Bzip2Codec();

    /// <summary>The name: <c>none</c>, <c>gzip</c> or <c>bzip2</c>.</summary>
    public string Name { get; }

    /// <summary>What is appended to the names of compressed files, dot included; empty for <see cref="None"/>.</summary>
    public string Extension { get; }

    /// <summary>The level used where none is given, from 1 to 9.</summary>
    public int DefaultLevel { get; }

    /// <summary>The codec of a name; the empty one means <see cref="None"/>. Null if there is none of that name.</summary>
    public static Codec? Find(string name) => name switch
    {
        "" or "none" => None,
        "gzip" => Gzip,
        "bzip2" => Bzip2,
        _ => null,
    };

    /// <summary>Compresses octets as one whole, at a level from 1, the fastest, to 9.</summary>
    public abstract ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> content, int level);

    /// <summary>Decompresses one or several joined wholes.</summary>
    /// <exception cref="InvalidDataException">It is not compressed this way, is damaged, or has more than <paramref name="limit"/> octets of content.</exception>
    public abstract ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, int limit);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private protected static MemoryStream AsStream(ReadOnlyMemory<byte> octets) =>
        MemoryMarshal.TryGetArray(octets, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(octets.ToArray(), writable: false);

    private protected static ReadOnlyMemory<byte> ContentOf(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);

    /// <summary>Appends what a stream has, to its end.</summary>
    /// <exception cref="InvalidDataException">That would make more than a limit.</exception>
    private protected static void CopyAll(Stream stream, MemoryStream content, long limit)
    {
        var buffer = new byte[32 * 1024];
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (content.Length + count > limit)
            {
                throw new InvalidDataException($"It has more than {limit} octets of content.");
            }

            content.Write(buffer, 0, count);
        }
    }

    private sealed class NoCodec() : Codec("none", "", 1)
    {
        public override ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> content, int level) => content;

        public override ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, int limit) =>
            compressed.Length <= limit ? compressed : throw new InvalidDataException($"It has more than {limit} octets.");
    }
}
