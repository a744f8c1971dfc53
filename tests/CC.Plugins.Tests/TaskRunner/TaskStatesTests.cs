using CC.Plugins.TaskRunner;

namespace CC.Plugins.Tests.TaskRunner;

public sealed class TaskStatesTests
{
    [Theory]
    [InlineData("Waiting", "Launch:Running End:Stopped Lost:Stopped")]
    [InlineData("Running", "End:Ending Returned:Finished Refused:Failed Failed:Failed Vanished:Stopped Cancelled:Stopped Lost:Stopped")]
    [InlineData("Ending", "End:Ending Returned:Finished Refused:Failed Failed:Stopped Vanished:Stopped Cancelled:Stopped Lost:Stopped")]
    [InlineData("Finished", "")]
    [InlineData("Failed", "")]
    [InlineData("Stopped", "")]
    public void From_each_state_a_task_goes_where_the_table_says_and_nowhere_else(string from, string expected)
    {
        var ways = Enum.GetValues<TaskTurn>()
            .Select(turn => (turn, Next: TaskStates.Next(Enum.Parse<TaskState>(from), turn)))
            .Where(way => way.Next is not null)
            .Select(way => $"{way.turn}:{way.Next}");

        Assert.Equal(expected, string.Join(' ', ways));
    }

    [Fact]
    public void Every_state_is_waiting_under_way_or_final() =>
        Assert.All(Enum.GetValues<TaskState>(), state => Assert.Equal(state == TaskState.Waiting, !TaskStates.IsUnderWay(state) && !TaskStates.IsFinal(state)));
}
