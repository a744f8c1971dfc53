using CC.Frames;
using CC.Zmtp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Frames;

public sealed class MultipartTests
{
    [Fact]
    public void Gives_back_the_frames_it_was_made_of() =>
        Prop.ForAll(Messages.One, frames =>
        {
            var message = Messages.Encode(frames);

            return Same(frames, message.ToArrays())
                && message.Count == frames.Length
                && message.ContentLength == frames.Sum(frame => (long)frame.Length)
                && Enumerable.Range(0, frames.Length).All(i => message[i].Span.SequenceEqual(frames[i]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Has_the_same_frames_after_coming_over_the_wire() =>
        Prop.ForAll(Messages.One, frames =>
        {
            var message = Messages.Encode(frames);

            return Same(frames, Multipart.FromEncoded(message.Octets()).ToArrays());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Popping_what_was_pushed_gives_the_same_message() =>
        Prop.ForAll(Messages.One, Messages.One, (frames, addresses) =>
        {
            var message = Messages.Encode(frames);
            foreach (var address in addresses)
            {
                message = message.Push(Multipart.EncodeAddress(address));
            }

            var isWhole = Same([.. addresses.Reverse(), .. frames], message.ToArrays()) && Same(message.ToArrays(), Multipart.FromEncoded(message.Octets()).ToArrays());
            foreach (var address in addresses.Reverse())
            {
                message = message.Pop(out var popped);
                isWhole &= popped.Span.SequenceEqual(address);
            }

            return isWhole && Same(frames, message.ToArrays());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Popping_every_frame_leaves_an_empty_message() =>
        Prop.ForAll(Messages.One, frames =>
        {
            var message = Messages.Encode(frames);
            foreach (var frame in frames)
            {
                message = message.Pop(out var popped);
                if (!popped.Span.SequenceEqual(frame))
                {
                    return false;
                }
            }

            return message is { IsEmpty: true, Count: 0, EncodedLength: 0 };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pushing_and_popping_share_the_octets_that_were_received()
    {
        var octets = Messages.Encode([1, 2, 3]).Octets();
        var message = Multipart.FromEncoded(octets);

        var passedOn = message.Push(Multipart.EncodeAddress("peer"u8)).Pop(out _);

        Assert.True(passedOn.Body.Span.Overlaps(octets));
    }

    [Fact]
    public void Detached_it_shares_nothing_with_what_was_received()
    {
        var octets = Messages.Encode([1, 2, 3], [4]).Octets();
        var message = Multipart.FromEncoded(octets).Push(Multipart.EncodeAddress("peer"u8)).Detach();

        octets.AsSpan().Clear();

        Assert.Equal<byte[]>(["peer"u8.ToArray(), [1, 2, 3], [4]], message.ToArrays());
    }

    [Fact]
    public void Texts_become_frames_of_UTF_8()
    {
        var message = Multipart.Create("å", "");

        Assert.Equal<byte[]>([[0xC3, 0xA5], []], message.ToArrays());
    }

    [Fact]
    public void Cannot_be_made_of_no_frames() =>
        Assert.Throws<ArgumentException>(() => Multipart.Create(ReadOnlySpan<ReadOnlyMemory<byte>>.Empty));

    [Fact]
    public void Without_frames_has_no_first_one() =>
        Assert.Throws<InvalidOperationException>(() => default(Multipart).Pop(out _));

    /// <summary>The MORE flag of the address would make the next message a part of this one.</summary>
    [Fact]
    public void Without_frames_takes_no_address()
    {
        var empty = Multipart.Create("only").Pop(out _);

        Assert.Throws<InvalidOperationException>(() => empty.Push(Multipart.EncodeAddress("peer"u8)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Has_no_frame_beyond_its_last(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Multipart.Create("a", "b")[index]);

    private static bool Same(byte[][] expected, byte[][] actual) =>
        expected.Length == actual.Length && expected.Zip(actual).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
