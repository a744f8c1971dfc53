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

        return compressed.ToArray();
    }

    public override ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, int limit)
    {
        if (compressed.IsEmpty)
        {
            return default;
        }

        using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        return ReadAll(gzip, limit);
    }
}
