using CC.Plugins.TaskRunner;

namespace CC.Plugins.Tests.TaskRunner;

/// <summary>When a router is asked how much a task's client has taken, and when it no longer is waited for.</summary>
public sealed class FeedbackFlowTests
{
    private readonly FeedbackFlow flow;
    private int room;

    public FeedbackFlowTests() => flow = new FeedbackFlow(count => room += count);

    [Fact]
    public void What_is_taken_makes_room_once_and_for_all_before_it()
    {
        Assert.Equal([1, 2, 3], new[] { flow.Next(At(0)), flow.Next(At(0)), flow.Next(At(0)) });

        flow.Answered(2, At(1));
        flow.Answered(1, At(1));
        flow.Answered(0, At(1));
        Assert.Equal((2, true), (room, flow.IsOpen));

        flow.Answered(1000, At(1));
        Assert.Equal((3, false), (room, flow.IsOpen));
    }

    [Fact]
    public void One_that_has_answered_is_asked_now_and_then_and_given_up_after_half_a_minute()
    {
        flow.Next(At(0));
        flow.Answered(0, At(1));

        Assert.Equal((FlowTurn.Wait, FlowTurn.Ask), (flow.Look(At(5.9)), flow.Look(At(6))));
        flow.Asked(At(6));
        Assert.Equal((FlowTurn.Wait, FlowTurn.Ask), (flow.Look(At(10.9)), flow.Look(At(11))));
        Assert.Equal((FlowTurn.Ask, FlowTurn.GiveUp), (flow.Look(At(30.9)), flow.Look(At(31))));
    }

    [Fact]
    public void One_that_has_never_answered_is_given_up_sooner_and_counts_again_when_it_answers()
    {
        flow.Next(At(0));
        Assert.Equal((FlowTurn.Ask, FlowTurn.GiveUp), (flow.Look(At(9.9)), flow.Look(At(10))));

        flow.GiveUp();
        Assert.Equal((1, false, true), (room, flow.IsOpen, flow.IsGivenUp));
        flow.Answered(1, At(12));
        Assert.Equal((1, false), (room, flow.IsGivenUp));
    }

    [Fact]
    public void Silence_counts_from_when_there_was_something_to_say()
    {
        flow.Next(At(0));
        flow.Answered(1, At(1));

        flow.Next(At(100));

        Assert.Equal(FlowTurn.Wait, flow.Look(At(101)));
        Assert.Equal(At(105), flow.DueAt);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
