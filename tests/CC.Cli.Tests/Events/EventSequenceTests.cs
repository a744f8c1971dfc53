using System.Text.Json;
using CC.Cli.Events;
using CC.Client.Control;

namespace CC.Cli.Tests.Events;

public sealed class EventSequenceTests
{
    private readonly EventSequence sequence = new();

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "an event is missing here")]
    [InlineData(3, "2 events are missing here")]
    public void Tells_what_is_missing_before_the_first(long first, string? expected) =>
        Assert.StartsWith(expected ?? "nothing", sequence.Take(Event(first)) ?? "nothing", StringComparison.Ordinal);

    [Theory]
    [InlineData(6, null)]
    [InlineData(7, "an event is missing here")]
    [InlineData(9, "3 events are missing here")]
    [InlineData(5, null)]
    public void Tells_what_is_missing_between_two(long next, string? expected)
    {
        sequence.Take(Event(5));

        var told = sequence.Take(Event(next, dropped: 4));

        Assert.StartsWith(expected ?? "nothing", told ?? "nothing", StringComparison.Ordinal);
        Assert.Equal(expected is not null, told?.Contains("(4 so far that the node could not send)", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void A_new_subscription_counts_from_1_again()
    {
        sequence.Take(Event(5));

        sequence.Restart();

        Assert.Null(sequence.Take(Event(1)));
    }

    private static EventMessage Event(long number, long dropped = 0) => new()
    {
        Req = ControlTypes.Event,
        Name = "a.b",
        Subscription = "ccctl",
        Seq = number,
        Dropped = dropped,
        Time = 1,
        Payload = JsonDocument.Parse("{}").RootElement,
    };
}
