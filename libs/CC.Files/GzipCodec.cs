using System.IO.Compression;

namespace CC.Files;

internal sealed class GzipCodec() : Codec("gzip", ".gz", 6)
{
    public override ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> content, int level)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            gzip.Write(content.Span);
        }

        return ContentOf(compressed);
    }

    public override ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, int limit)
    {
        using var content = new MemoryStream();
        if (!compressed.IsEmpty)
        {
            using var gzip = new GZipStream(AsStream(compressed), CompressionMode.Decompress);
            CopyAll(gzip, content, limit);
        }

        return ContentOf(content);
    }
}
