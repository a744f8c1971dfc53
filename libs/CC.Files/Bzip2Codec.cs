using ICSharpCode.SharpZipLib.BZip2;

namespace CC.Files;

internal sealed class Bzip2Codec() : Codec("bzip2", ".bz2", 3)
{
    public override ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> content, int level)
    {
        using var compressed = new MemoryStream();
        using (var bzip2 = new BZip2OutputStream(compressed, level) { IsStreamOwner = false })
        {
            bzip2.Write(content.ToArray(), 0, content.Length);
        }

        return ContentOf(compressed);
    }

    public override ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed, int limit)
    {
        using var input = AsStream(compressed);
        using var content = new MemoryStream();
        try
        {
            while (input.Position < input.Length)
            {
                using var bzip2 = new BZip2InputStream(input) { IsStreamOwner = false };
                CopyAll(bzip2, content, limit);
            }
        }
        catch (Exception damaged) when (damaged is not InvalidDataException)
        {
            // On octets that are not bzip2 the library fails in many ways, a null reference among them.
            throw new InvalidDataException($"It is not bzip2, or is damaged: {damaged.Message}", damaged);
        }

        return ContentOf(content);
    }
}
