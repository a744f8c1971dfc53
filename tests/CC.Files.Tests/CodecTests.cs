using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Files.Tests;

public sealed class CodecTests
{
    private const int Limit = 64 * 1024 * 1024;

    public static TheoryData<string> Names => ["none", "gzip", "bzip2"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_is_compressed_comes_out_as_it_was(string name)
    {
        var codec = Codec.Find(name)!;

        Prop.ForAll<byte[]>(content => codec.Decompress(codec.Compress(content, codec.DefaultLevel), Limit).Span.SequenceEqual(content))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Joined_pieces_decompress_to_the_joined_contents(string name)
    {
        var codec = Codec.Find(name)!;

        Prop.ForAll<byte[][]>(contents =>
            {
                byte[] joined = [.. contents.SelectMany(content => codec.Compress(content, 1).ToArray())];

                return codec.Decompress(joined, Limit).Span.SequenceEqual(contents.SelectMany(content => content).ToArray());
            })
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Octets_from_a_stranger_give_content_or_a_refusal_and_nothing_else(string name)
    {
        var codec = Codec.Find(name)!;
        var valid = codec.Compress(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a line of a log\n", 200))), 1).ToArray();

        Prop.ForAll<(int Position, byte Octet)[]>(changes =>
            {
                var damaged = valid.ToArray();
                foreach (var (position, octet) in changes)
                {
                    damaged[(uint)position % damaged.Length] = octet;
                }

                return IsContentOrRefused(codec, damaged) && IsContentOrRefused(codec, damaged.AsMemory(0, damaged.Length / 2));
            })
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public void What_is_cut_short_anywhere_is_refused(string name)
    {
        var codec = Codec.Find(name)!;
        var whole = codec.Compress(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"line {i * i} of a log\n"))), 6);

        byte[] joined = [.. whole.Span, .. whole.Span];

        var taken = Enumerable.Range(1, joined.Length - 1).Where(length => length != whole.Length).Where(length => IsTaken(codec, joined.AsMemory(0, length)));

        Assert.Equal("", string.Join(" ", taken));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void More_content_than_the_limit_is_refused_before_it_takes_up_memory(string name)
    {
        var codec = Codec.Find(name)!;
        var bomb = codec.Compress(new byte[4 * 1024 * 1024], 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => codec.Decompress(bomb, limit: 100_000));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * 1024 * 1024);
    }

    [Fact]
    public void A_limit_counts_all_joined_pieces_together()
    {
        byte[] joined = [.. Codec.Bzip2.Compress(new byte[600], 1).Span, .. Codec.Bzip2.Compress(new byte[600], 1).Span];

        Assert.Equal(1200, Codec.Bzip2.Decompress(joined, limit: 1200).Length);
        Assert.Throws<InvalidDataException>(() => Codec.Bzip2.Decompress(joined, limit: 1199));
    }

    [Fact]
    public void Names_are_those_of_the_configuration()
    {
        Assert.Same(Codec.None, Codec.Find(""));
        Assert.Same(Codec.None, Codec.Find("none"));
        Assert.Same(Codec.Gzip, Codec.Find("gzip"));
        Assert.Same(Codec.Bzip2, Codec.Find("bzip2"));
        Assert.Null(Codec.Find("lzma"));
    }

    private static bool IsContentOrRefused(Codec codec, ReadOnlyMemory<byte> octets)
    {
        _ = IsTaken(codec, octets);
        return true;
    }

    private static bool IsTaken(Codec codec, ReadOnlyMemory<byte> octets)
    {
        try
        {
            codec.Decompress(octets, Limit);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
