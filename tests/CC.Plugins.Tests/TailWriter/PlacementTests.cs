using CC.Plugins.TailWriter;
using CC.Sdk.Bodies;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Plugins.Tests.TailWriter;

public sealed class PlacementTests
{
    [Theory]
    [InlineData(0, 10, 0L, "Begin")]
    [InlineData(100, 10, 100L, "Begin")]
    [InlineData(100, 10, 0L, "Unknown")]
    [InlineData(0, 10, -1L, "Unknown")]
    [InlineData(0, 0, 0L, "Unknown")]
    public void A_content_of_which_nothing_is_stored_begins_at_its_start(long at, long length, long start, string action) =>
        Assert.Equal(action, Placement.Decide(Piece(at, "a0-0", start), length, generation: null, next: 0).Action.ToString());

    [Theory]
    [InlineData(100, 10, "Append", 0)]
    [InlineData(95, 10, "Append", 5)]
    [InlineData(0, 101, "Append", 100)]
    [InlineData(90, 10, "Known", 0)]
    [InlineData(0, 10, "Known", 0)]
    [InlineData(100, 0, "Known", 0)]
    [InlineData(101, 10, "Gap", 0)]
    [InlineData(101, 0, "Gap", 0)]
    public void Pieces_follow_what_is_stored(long at, long length, string action, long skip)
    {
        var placement = Placement.Decide(Piece(at, "a0-0", 0), length, "a0-0", next: 100);

        Assert.Equal((action, skip), (placement.Action.ToString(), placement.Skip));
    }

    [Theory]
    [InlineData("a0-1", "a0-2", "Outdated")]
    [InlineData("a0-9", "a0-10", "Outdated")]
    [InlineData("a0-3", "a0-2", "Begin")]
    [InlineData("b0-0", "a0-2", "Begin")]
    [InlineData("nonsense", "a0-2", "Begin")]
    public void A_content_is_followed_by_later_ones_only(string theirs, string ours, string action) =>
        Assert.Equal(action, Placement.Decide(Piece(0, theirs, 0), 10, ours, next: 5).Action.ToString());

    [Fact]
    public void Whatever_pieces_come_in_whatever_order_what_is_stored_is_the_beginning_of_the_content()
    {
        var pieces = Gen.Choose(0, 30).Zip(Gen.Choose(0, 12)).ArrayOf().ToArbitrary();

        Prop.ForAll(pieces, all =>
            {
                var (stored, generation) = (0L, (string?)null);
                foreach (var (at, length) in all)
                {
                    var placement = Placement.Decide(Piece(at, "a0-0", 0), length, generation, stored);
                    if (placement.Action is PlacementAction.Append or PlacementAction.Begin)
                    {
                        if (at + placement.Skip != stored || placement.Skip >= length)
                        {
                            return false;
                        }

                        (stored, generation) = (at + length, "a0-0");
                    }
                }

                return true;
            })
            .QuickCheckThrowOnFailure();
    }

    private static LogtailFragment Piece(long at, string gen, long start) =>
        new() { Req = "pub.logtail", Filename = "f", Fpos = at, StDev = 1, StIno = 1, Ack = 1, Gen = gen, Start = start };
}
