using CC.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Frames;

public sealed class FrameHeaderTests
{
    [Theory]
    [InlineData(0, false, new byte[] { 0, 0 })]
    [InlineData(1, true, new byte[] { 1, 1 })]
    [InlineData(255, false, new byte[] { 0, 255 })]
    [InlineData(256, false, new byte[] { 2, 0, 0, 0, 0, 0, 0, 1, 0 })]
    [InlineData(0x01020304, true, new byte[] { 3, 0, 0, 0, 0, 1, 2, 3, 4 })]
    public void Is_written_in_its_shortest_form(int length, bool more, byte[] expected)
    {
        var octets = new byte[FrameHeader.LongSize];

        var written = FrameHeader.For(length, more).Write(octets);

        Assert.Equal(expected, octets[..written]);
        Assert.Equal(written + length, FrameHeader.FrameSize(length));
    }

    [Fact]
    public void Reads_what_was_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<bool>(), (length, more) =>
        {
            var octets = new byte[FrameHeader.LongSize];
            var header = FrameHeader.For(length.Get, more);
            var size = header.Write(octets);

            return FrameHeader.TryRead(octets.AsSpan(0, size), out var read) && read == header && read.HasMore == more && read.Size == size;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 8)]
    public void Is_not_read_before_it_is_there_in_full(byte flags, int octets)
    {
        var start = new byte[octets];
        if (octets > 0)
        {
            start[0] = flags;
        }

        Assert.False(FrameHeader.TryRead(start, out _));
    }

    [Fact]
    public void A_short_length_may_come_in_the_long_form()
    {
        Assert.True(FrameHeader.TryRead([2, 0, 0, 0, 0, 0, 0, 0, 7], out var header));

        Assert.Equal(7, header.BodyLength);
        Assert.Equal(FrameHeader.LongSize, header.Size);
    }

    [Fact]
    public void A_length_of_more_than_63_bits_reads_as_negative()
    {
        Assert.True(FrameHeader.TryRead([2, 255, 255, 255, 255, 255, 255, 255, 255], out var header));

        Assert.True(header.BodyLength < 0);
    }

    [Fact]
    public void Keeps_reserved_bits_for_whoever_has_to_refuse_them()
    {
        Assert.True(FrameHeader.TryRead([0xF8, 0], out var header));

        Assert.Equal((FrameFlags)0xF8, header.Flags);
    }
}
