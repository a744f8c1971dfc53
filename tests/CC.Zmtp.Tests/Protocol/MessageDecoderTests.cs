using CC.Frames;
using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Protocol;

public sealed class MessageDecoderTests
{
    [Fact]
    public void Finds_the_same_messages_wherever_the_octets_are_cut() =>
        Prop.ForAll(Messages.Several, Messages.Cuts, (messages, cuts) =>
        {
            var octets = messages.SelectMany(frames => Messages.Encode(frames).Octets()).ToArray();

            var feed = new DecoderFeed(Decoder()).Give(octets, cuts);

            return Same(messages, feed.Messages) && feed.Commands.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Finds_commands_between_the_frames_of_a_message_wherever_the_octets_are_cut() =>
        Prop.ForAll(Messages.Several, Messages.Cuts, (messages, cuts) =>
        {
            var octets = new List<byte>();
            foreach (var frames in messages)
            {
                for (var i = 0; i < frames.Length; i++)
                {
                    octets.AddRange(Command.Encode("PING"u8, [0, 0, (byte)octets.Count]));
                    octets.AddRange(Frame(frames[i], more: i < frames.Length - 1));
                }
            }

            var feed = new DecoderFeed(Decoder()).Give(octets.ToArray(), cuts);

            return Same(messages, feed.Messages) && feed.Commands.Count == messages.Sum(frames => frames.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_that_was_read_stays_as_it_is_while_more_arrives()
    {
        var decoder = Decoder();
        var first = Read(decoder, Messages.Encode([1, 2, 3]).Octets());

        new DecoderFeed(decoder).Give(Enumerable.Repeat(Messages.Encode(Messages.Body(1000)).Octets(), 200).SelectMany(octets => octets).ToArray());

        Assert.Equal<byte[]>([[1, 2, 3]], first.ToArrays());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0x10)]
    [InlineData(0x80)]
    [InlineData(5)]
    public void Refuses_flags_that_are_not_defined(byte flags)
    {
        var refusal = Refusal.Of(ZmtpError.MalformedFrame, () => new DecoderFeed(Decoder()).Give([flags, 0]));

        Assert.Contains($"0x{flags:x2}", refusal.Message);
    }

    [Fact]
    public void Refuses_commands_of_a_version_that_has_none() =>
        Refusal.Of(ZmtpError.MalformedFrame, () => new DecoderFeed(new MessageDecoder(100, 10)).Give(Command.Encode("PING"u8, [0, 0])));

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(100, 101, false)]
    [InlineData(300, 300, true)]
    [InlineData(300, 301, false)]
    public void Takes_messages_up_to_the_limit_and_none_beyond(int limit, int length, bool isTaken)
    {
        var feed = new DecoderFeed(new MessageDecoder(limit, 10));

        if (isTaken)
        {
            Assert.Single(feed.Give(Frame(new byte[length], more: false)).Messages);
        }
        else
        {
            Refusal.Of(ZmtpError.MessageTooLarge, () => feed.Give(Frame(new byte[length], more: false)));
        }
    }

    [Fact]
    public void Counts_all_frames_of_a_message_towards_its_limit() =>
        Refusal.Of(ZmtpError.MessageTooLarge, () => new DecoderFeed(new MessageDecoder(100, 10)).Give([.. Frame(new byte[60], more: true), .. Frame(new byte[41], more: false)]));

    [Fact]
    public void Counts_each_message_from_nothing()
    {
        var feed = new DecoderFeed(new MessageDecoder(100, 2));

        for (var i = 0; i < 5; i++)
        {
            feed.Give([.. Frame(new byte[60], more: true), .. Frame(new byte[40], more: false)]);
        }

        Assert.Equal(5, feed.Messages.Count);
    }

    /// <summary>The sum of what was received and what is announced must not overflow.</summary>
    [Theory]
    [InlineData(0x7F)]
    [InlineData(0xFF)]
    public void Refuses_an_absurd_length_after_a_first_frame(byte highest) =>
        Refusal.Of(ZmtpError.MessageTooLarge, () => new DecoderFeed(Decoder()).Give(
            [.. Frame([1, 2, 3], more: true), 2, highest, 255, 255, 255, 255, 255, 255, 255]));

    [Fact]
    public void Refuses_an_absurd_length_as_soon_as_it_is_announced() =>
        Refusal.Of(ZmtpError.MessageTooLarge, () => new DecoderFeed(Decoder()).Give([2, 0x7F, 255, 255, 255, 255, 255, 255, 255]));

    [Fact]
    public void Takes_a_message_of_as_many_frames_as_are_allowed()
    {
        var feed = new DecoderFeed(new MessageDecoder(100, 3)).Give([.. Frame([], more: true), .. Frame([], more: true), .. Frame([], more: false)]);

        Assert.Equal(3, Assert.Single(feed.Messages).Length);
    }

    [Fact]
    public void Refuses_endless_frames() =>
        Refusal.Of(ZmtpError.TooManyFrames, () => new DecoderFeed(new MessageDecoder(100, 3)).Give([.. Enumerable.Repeat(Frame([], more: true), 4).SelectMany(frame => frame)]));

    [Fact]
    public void Refuses_endless_commands_within_a_message() =>
        Refusal.Of(ZmtpError.MalformedFrame, () => new DecoderFeed(Decoder()).Give(
            [.. Frame([1], more: true), .. Enumerable.Repeat(Command.Encode("PING"u8, [0, 0]), MessageDecoder.MaxCommandsWithin + 1).SelectMany(frame => frame)]));

    [Fact]
    public void Takes_any_number_of_commands_between_messages()
    {
        var feed = new DecoderFeed(Decoder()).Give([.. Enumerable.Repeat(Command.Encode("PING"u8, [0, 0]), 1000).SelectMany(frame => frame)]);

        Assert.Equal(1000, feed.Commands.Count);
    }

    [Fact]
    public void A_small_limit_for_messages_leaves_commands_alone()
    {
        var decoder = new MessageDecoder(10, 1) { AllowCommands = true };

        var feed = new DecoderFeed(decoder).Give(Command.Encode("SUBSCRIBE"u8, new byte[1000]));

        Assert.Single(feed.Commands);
    }

    [Fact]
    public void Takes_nothing_large_during_the_handshake()
    {
        var decoder = new MessageDecoder(1_000_000, 10) { AllowCommands = true, InHandshake = true };

        Refusal.Of(ZmtpError.MessageTooLarge, () => new DecoderFeed(decoder).Give(Command.Encode("READY"u8, new byte[MessageDecoder.CommandLimit])[..20]));
    }

    [Fact]
    public void Offers_memory_for_what_has_arrived_and_not_for_what_is_announced()
    {
        var feed = new DecoderFeed(Decoder()).Give([2, 0, 0, 0, 0, 0x0F, 0, 0, 0, 1, 2, 3]);

        Assert.InRange(feed.LargestOffer, 1, 64 * 1024);
    }

    /// <summary>A message of many frames must not be moved once for each of them.</summary>
    [Fact]
    public void Moves_a_message_of_many_frames_a_few_times_only()
    {
        var decoder = new MessageDecoder(1 << 28, 10_000);
        var frames = Enumerable.Repeat(Frame(new byte[5000], more: true), 2000).SelectMany(frame => frame).ToArray();

        var before = GC.GetAllocatedBytesForCurrentThread();
        new DecoderFeed(decoder).Give(frames, 3000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, frames.Length, frames.Length * 4L);
    }

    [Theory]
    [InlineData(100, 1.6)]
    [InlineData(60_000, 2.5)]
    [InlineData(1_000_000, 3)]
    [InlineData(16_000_000, 1.7)]
    [InlineData(100_000_000, 1.7)]
    public void Allocates_a_small_multiple_of_what_it_receives(int size, double factor)
    {
        var decoder = Decoder();
        var frame = Frame(new byte[size], more: false);
        var rounds = Math.Max(2, 2_000_000 / size);
        for (var i = 0; i < rounds; i++)
        {
            Receive(decoder, frame);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            Receive(decoder, frame);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / ((double)rounds * frame.Length), 0.9, factor);
    }

    [Fact]
    public void Takes_what_is_announced_on_trust_when_a_quarter_of_it_and_1_MiB_are_here()
    {
        var decoder = Decoder();
        var frame = Frame(new byte[40_000_000], more: false);

        Receive(decoder, frame.AsSpan(0, 9_000_000));
        Assert.InRange(decoder.GetMemory().Length, 1, 9_000_000);

        Receive(decoder, frame.AsSpan(9_000_000, 9_000_000));
        Assert.Equal(frame.Length - 18_000_000, decoder.GetMemory().Length);
    }

    [Fact]
    public void Large_messages_on_their_way_share_a_budget()
    {
        var budget = new UnfinishedBudget(30_000_000);
        var one = new MessageDecoder(1 << 28, 10, budget);
        var other = new MessageDecoder(1 << 28, 10, budget);
        var third = new MessageDecoder(1 << 28, 10, budget);
        var frame = Frame(new byte[20_000_000], more: false);

        Receive(one, frame.AsSpan(0, 15_000_000));
        Receive(third, Frame(new byte[900_000], more: false)); // needs none of it
        Refusal.Of(ZmtpError.BudgetExhausted, () => Receive(other, frame.AsSpan(0, 15_000_000)));
        other.Settle();

        Receive(one, frame.AsSpan(15_000_000)); // it is whole: the budget is free again
        Receive(third, frame.AsSpan(0, 15_000_000));
        third.Settle();
        Assert.True(budget.TryReserve(30_000_000));
    }

    [Fact]
    public void What_follows_a_large_message_does_not_keep_it_alive()
    {
        var decoder = new MessageDecoder(1 << 28, 10_000, new UnfinishedBudget(1 << 28));
        Receive(decoder, Enumerable.Repeat(Frame(new byte[5000], more: true), 1200).SelectMany(frame => frame).ToArray());
        Receive(decoder, Frame([1], more: false));

        Assert.InRange(decoder.GetMemory().Length, 1, 64 * 1024);
    }

    [Fact]
    public void Knows_whether_a_message_has_begun()
    {
        var decoder = Decoder();
        var octets = Messages.Encode([1, 2, 3]).Octets();

        new DecoderFeed(decoder).Give(octets.AsSpan(0, 1));
        Assert.True(decoder.HasPart);

        new DecoderFeed(decoder).Give(octets.AsSpan(1));
        Assert.False(decoder.HasPart);
    }

    private static MessageDecoder Decoder() => new(1 << 28, 1024) { AllowCommands = true };

    /// <summary>As a connection does, without making anything of the messages.</summary>
    private static void Receive(MessageDecoder decoder, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var memory = decoder.GetMemory().Span;
            var count = Math.Min(memory.Length, octets.Length);
            octets[..count].CopyTo(memory);
            octets = octets[count..];
            decoder.Commit(count);
            while (decoder.TryRead(out _, out _) != Decoded.Incomplete)
            {
            }
        }
    }

    private static Multipart Read(MessageDecoder decoder, byte[] octets)
    {
        octets.CopyTo(decoder.GetMemory());
        decoder.Commit(octets.Length);
        Assert.Equal(Decoded.Message, decoder.TryRead(out var message, out _));
        return message;
    }

    private static byte[] Frame(byte[] body, bool more)
    {
        var header = FrameHeader.For(body.Length, more);
        var octets = new byte[header.Size + body.Length];
        body.CopyTo(octets, header.Write(octets));
        return octets;
    }

    private static bool Same(byte[][][] expected, List<byte[][]> actual) =>
        expected.Length == actual.Count
        && expected.Zip(actual).All(message => message.First.Length == message.Second.Length
            && message.First.Zip(message.Second).All(frame => frame.First.AsSpan().SequenceEqual(frame.Second)));
}
