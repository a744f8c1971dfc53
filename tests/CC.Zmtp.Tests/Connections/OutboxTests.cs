using CC.Frames;
using CC.Zmtp.Connections;
using CC.Zmtp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Connections;

public sealed class OutboxTests
{
    private static readonly Multipart Small = Multipart.Create("small");

    [Fact]
    public void Gives_out_the_octets_of_all_messages_in_order() =>
        Prop.ForAll(Messages.Several, Gen.ListOf(Gen.Choose(0, 3)).ToArbitrary(), (messages, takes) =>
        {
            var outbox = new Outbox(0);
            var written = new List<byte>();
            for (var i = 0; i < messages.Length; i++)
            {
                outbox.TryAdd(Messages.Encode(messages[i]));
                if (i < takes.Count && takes[i] == 0)
                {
                    TakeAll(outbox, written);
                }
            }

            TakeAll(outbox, written);
            return written.SequenceEqual(messages.SelectMany(frames => Messages.Encode(frames).Octets())) && outbox.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Is_full_at_its_high_water_mark_and_has_room_again_at_half_of_it()
    {
        var outbox = new Outbox(4);
        for (var i = 0; i < 4; i++)
        {
            Assert.True(outbox.TryAdd(Small));
        }

        Assert.False(outbox.TryAdd(Small));
        Assert.False(outbox.HasRoom);

        var chunk = outbox.Take()!;
        Assert.False(outbox.TryAdd(Small));

        outbox.Done(chunk);
        Assert.True(outbox.HasRoom);
        Assert.True(outbox.TryAdd(Small));
    }

    [Fact]
    public void Without_a_high_water_mark_is_never_full()
    {
        var outbox = new Outbox(0);

        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(outbox.TryAdd(Small)));
        Assert.True(outbox.HasRoom);
    }

    [Fact]
    public void Writes_many_small_messages_at_once()
    {
        var outbox = new Outbox(0);
        for (var i = 0; i < 1000; i++)
        {
            outbox.TryAdd(Small);
        }

        Assert.Equal(1000, outbox.Take()!.Messages);
    }

    [Fact]
    public void Does_not_copy_a_large_message()
    {
        var outbox = new Outbox(0);
        var large = Multipart.FromEncoded(Messages.Encode(new byte[100_000]).Octets());

        outbox.TryAdd(large.Push(Multipart.EncodeAddress("peer"u8)));

        var chunk = outbox.Take()!;
        Assert.True(chunk.Octets.Span.Overlaps(large.Body.Span));
        Assert.Equal(Multipart.EncodeAddress("peer"u8), chunk.Before.ToArray());
    }

    [Fact]
    public void Once_sealed_takes_nothing_more_and_gives_out_what_it_has()
    {
        var outbox = new Outbox(0);
        outbox.TryAdd(Small);

        outbox.Seal();

        Assert.False(outbox.TryAdd(Small));
        Assert.Equal(1, outbox.Take()!.Messages);
    }

    [Fact]
    public void Counts_what_it_throws_away_and_takes_nothing_more()
    {
        var outbox = new Outbox(0);
        outbox.TryAdd(Small);
        outbox.TryAdd(Messages.Encode(new byte[100_000]));
        outbox.TryAdd(Small);

        Assert.Equal(3, outbox.Close());
        Assert.Equal(0, outbox.Count);
        Assert.False(outbox.TryAdd(Small));
        Assert.Equal(0, outbox.Close());
    }

    [Fact]
    public void Needs_no_new_memory_to_send_one_message_after_the_other()
    {
        var outbox = new Outbox(0);
        SendOne(outbox);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            SendOne(outbox);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    private static void SendOne(Outbox outbox)
    {
        outbox.TryAdd(Small);
        outbox.Done(outbox.Take()!);
    }

    private static void TakeAll(Outbox outbox, List<byte> written)
    {
        while (outbox.Take() is { } chunk)
        {
            written.AddRange(chunk.Before.Span);
            written.AddRange(chunk.Octets.Span);
            outbox.Done(chunk);
        }
    }
}
