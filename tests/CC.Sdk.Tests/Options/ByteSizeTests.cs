using CC.Sdk.Options;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Sdk.Tests.Options;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData("17B", 17)]
    [InlineData("17 b", 17)]
    [InlineData("1K", 1024)]
    [InlineData("1 k", 1024)]
    [InlineData("1KB", 1024)]
    [InlineData("1 kb", 1024)]
    [InlineData("3M", 3L << 20)]
    [InlineData("3G", 3L << 30)]
    [InlineData("3T", 3L << 40)]
    [InlineData("3P", 3L << 50)]
    [InlineData("3E", 3L << 60)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Is_a_whole_number_with_a_unit(string text, long octets)
    {
        Assert.True(ByteSize.TryParse(text, null, out var size));
        Assert.Equal(octets, size.Octets);
        Assert.Equal(size, ByteSize.Parse(text, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("1.5K")]
    [InlineData("5 KiB")]
    [InlineData("5 kilobytes")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1KK")]
    [InlineData("1BB")]
    [InlineData("1 K B")]
    [InlineData("1,000")]
    [InlineData("8E")]
    [InlineData("1Z")]
    [InlineData("9223372036854775808")]
    [InlineData("٣")]
    public void Nothing_else_is_a_size(string text)
    {
        Assert.False(ByteSize.TryParse(text, null, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => ByteSize.Parse(text, null)).Message);
    }

    [Fact]
    public void No_text_at_all_is_no_size() => Assert.False(ByteSize.TryParse((string?)null, null, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1K")]
    [InlineData(1536, "1536")]
    [InlineData(256L << 20, "256M")]
    public void Is_shown_in_its_largest_whole_unit(long octets, string text) => Assert.Equal(text, new ByteSize(octets).ToString());

    [Fact]
    public void What_is_shown_is_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Filter(octets => octets >= 0), octets => ByteSize.Parse(new ByteSize(octets).ToString(), null).Octets == octets)
            .QuickCheckThrowOnFailure();
}
