using CC.Plugins.LogTail;

namespace CC.Plugins.Tests.LogTail;

public sealed class FlowWindowTests
{
    private static readonly FlowWindow New = FlowWindow.For(Receiver.Unknown, TimeSpan.FromSeconds(10), 1000);
    private static readonly FlowWindow Known = New.Answered(Seconds(0));

    [Fact]
    public void Sends_as_long_as_the_window_has_room()
    {
        Assert.Equal(FlowAction.Send, Known.Decide(0, Seconds(0)).Action);
        Assert.Equal(FlowAction.Send, Known.Decide(999, Seconds(1)).Action);
        Assert.Equal((FlowAction.Wait, Seconds(10)), Known.Decide(1000, Seconds(1)));
    }

    [Fact]
    public void Waits_from_the_last_answer_on()
    {
        var window = Known.Started(Seconds(1)).Answered(Seconds(8));

        Assert.Equal((FlowAction.Wait, Seconds(18)), window.Decide(1000, Seconds(17)));
        Assert.Equal(FlowAction.GoBack, window.Decide(1000, Seconds(18)).Action);
    }

    [Fact]
    public void Waits_from_the_first_sending_on_when_nothing_was_on_its_way() =>
        Assert.Equal(Seconds(60), Known.Started(Seconds(50)).Decide(1, Seconds(55)).Until);

    [Fact]
    public void After_a_silence_sends_little_in_growing_intervals()
    {
        var window = Known;
        var (now, intervals) = (Seconds(0), new List<double>());
        for (var i = 0; i < 8; i++)
        {
            var until = window.Decide(100, now).Until;
            intervals.Add((until - now).TotalSeconds);
            Assert.Equal(i == 0 ? FlowAction.Send : FlowAction.Wait, window.Decide(100, now).Action);
            Assert.Equal(FlowAction.GoBack, window.Decide(100, until).Action);
            (now, window) = (until, window.Silent(until));
            Assert.Equal(FlowAction.SendLittle, window.Decide(0, now).Action);
        }

        Assert.Equal([10, 4, 8, 16, 32, 60, 60, 60], intervals);
        Assert.Equal(Receiver.Acknowledges, window.Receiver);
        Assert.Equal(FlowAction.Send, window.Answered(now).Decide(0, now).Action);
    }

    [Fact]
    public void A_receiver_that_never_answered_is_asked_and_after_three_silences_sent_to_without_waiting()
    {
        var first = New.Silent(Seconds(10));
        var second = first.Silent(Seconds(14));
        var third = second.Silent(Seconds(22));

        Assert.Equal(FlowAction.Ask, New.Decide(100, Seconds(10)).Action);
        Assert.Equal([Receiver.Unknown, Receiver.Unknown, Receiver.Mute], [first.Receiver, second.Receiver, third.Receiver]);
        Assert.Equal(FlowAction.Wait, second.Decide(100, Seconds(15)).Action);
        Assert.Equal(FlowAction.Send, third.Decide(1_000_000, Seconds(23)).Action);
        Assert.Equal(FlowAction.Send, third.Decide(0, Seconds(23)).Action);
    }

    [Fact]
    public void A_mute_receiver_is_asked_now_and_then_and_may_answer_after_all()
    {
        var window = FlowWindow.For(Receiver.Mute, TimeSpan.FromSeconds(10), 1000);
        var intervals = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var until = window.Decide(5000, window.Since).Until;
            intervals.Add((until - window.Since).TotalSeconds);
            Assert.Equal(FlowAction.Ask, window.Decide(5000, until).Action);
            window = window.Silent(until);
        }

        Assert.Equal([60, 120, 240, 480, 960, 1200, 1200], intervals);
        Assert.True(window.MayHaveGaps);
        Assert.Equal(FlowAction.Wait, window.Answered(window.Since).Decide(1000, window.Since).Action);
    }

    [Fact]
    public void Who_does_not_ask_never_waits()
    {
        var window = FlowWindow.For(Receiver.Unasked, TimeSpan.FromSeconds(10), 1000);

        Assert.Equal((FlowAction.Send, TimeSpan.MaxValue), window.Decide(1_000_000, Seconds(1_000_000)));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
