using System.Security.Cryptography;
using System.Text;
using CC.Sdk.Testing;

namespace CC.Files.Tests;

public sealed class ContentHashTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7 % 251))];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public void A_part_is_hashed_however_the_content_is_compressed(string codec)
    {
        var stored = Codec.Find(codec)!;
        byte[] packed = [.. stored.Compress(Content.AsMemory(0, 100_000), 6).Span, .. stored.Compress(Content.AsMemory(100_000, 150_000), 6).Span];
        var path = Write([.. packed, .. stored.Compress(Content.AsMemory(250_000), 6).Span]);

        Assert.Equal(Hash(0, 250_000), ContentHash.Of(path, stored, packed.Length, 250_000, 250_000, default));
        Assert.Equal(Hash(90_000, 110_000), ContentHash.Of(path, stored, packed.Length, 160_000, 20_000, default));
        Assert.Equal(Hash(250_000, 250_000), ContentHash.Of(path, stored, packed.Length, 0, 0, default));
        Assert.Equal(Hash(0, 300_000), ContentHash.OfAll(path, stored, default));
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        var path = Write(Content);

        Assert.Throws<FileNotFoundException>(() => ContentHash.Of(folder["other"], Codec.None, 5, 5, 5, default));
        Assert.Contains("not the 7 that are asked for", Assert.Throws<IOException>(() => ContentHash.Of(path, Codec.None, 5, 7, 1, default)).Message, StringComparison.Ordinal);
        Assert.Contains("before the 400000 octets", Assert.Throws<IOException>(() => ContentHash.Of(path, Codec.None, 400_000, 400_000, 400_000, default)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public void What_is_damaged_is_said(string codec)
    {
        var path = Write(Encoding.UTF8.GetBytes(new string('x', 1000)));

        Assert.ThrowsAny<IOException>(() => ContentHash.Of(path, Codec.Find(codec)!, 1000, 5, 5, default));
    }

    private static string Hash(int begin, int end) => Convert.ToHexStringLower(SHA256.HashData(Content.AsSpan(begin..end)));

    private string Write(byte[] octets)
    {
        File.WriteAllBytes(folder["file"], octets);
        return folder["file"];
    }
}
