using System.IO.Compression;

namespace CC.Files;

internal sealed class GzipCodec() : Codec("gzip", ".gz", 6)
{
    /// <summary>Octets that no content ends with, twice, so that they don't stand in what they are packed to as they are.</summary>
    private static readonly byte[] Mark = [.. MarkHalf, .. MarkHalf];

    private static readonly byte[] PackedMark = Pack(Mark, 9).ToArray();

    private static ReadOnlySpan<byte> MarkHalf => [0x8E, 0x1B, 0xD3, 0x47, 0x6C, 0xF0, 0x29, 0xA5, 0x72, 0xB8, 0x0D, 0xE6, 0x51, 0x9A, 0x34, 0xCF];

    public override ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> content, int level) => Pack(content.Span, level);

    /// <remarks>GZipStream takes any place at which its input breaks off for the end. So a mark is put behind it, which comes out again only where all before it was whole.</remarks>
    public override ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, int limit)
    {
        byte[] marked = [.. compressed.Span, .. PackedMark];
        using var gzip = new GZipStream(AsStream(marked), CompressionMode.Decompress);
        using var content = new MemoryStream();
        CopyAll(gzip, content, (long)limit + Mark.Length);
        var octets = ContentOf(content);
        return octets.Span.EndsWith(Mark) ? octets[..^Mark.Length] : throw new InvalidDataException("It is not gzip throughout, or is cut short.");
    }

    private static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> content, int level)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return ContentOf(compressed);
    }
}
