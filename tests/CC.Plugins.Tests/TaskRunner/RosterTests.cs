using CC.Plugins.TaskRunner;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TaskRunner;

public sealed class RosterTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void What_has_ended_is_remembered_for_the_grace_period_however_much_it_is_and_the_last_ones_for_longer()
    {
        var roster = new Roster(new TaskRunnerOptions { HistorySize = 2, TaskGracePeriod = TimeSpan.FromSeconds(900) }, time);
        roster.Add(new TaskEntry(new TaskRecord("running", "running", "x", Roster.Seconds(time)), TaskState.Running));
        for (var id = 0; id < 5; id++)
        {
            time.Advance(TimeSpan.FromSeconds(100));
            roster.Add(new TaskEntry(new TaskRecord($"{id}", $"{id}", "x", 0) { Ended = Roster.Seconds(time) }, TaskState.Finished));
        }

        time.Advance(TimeSpan.FromSeconds(500));
        roster.Forget();
        Assert.Equal(["0", "1", "2", "3", "4", "running"], Ids(roster));

        time.Advance(TimeSpan.FromSeconds(100));
        roster.Forget();
        Assert.Equal(["1", "2", "3", "4", "running"], Ids(roster));

        time.Advance(TimeSpan.FromDays(1));
        roster.Forget();
        Assert.Equal(["3", "4", "running"], Ids(roster));
    }

    private static IEnumerable<string> Ids(Roster roster) => roster.All.Select(entry => entry.Id).Order();
}
