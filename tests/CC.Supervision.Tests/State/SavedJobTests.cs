using CC.Supervision.Jobs;
using CC.Supervision.State;
using CC.Supervision.Tests.Jobs;

namespace CC.Supervision.Tests.State;

/// <summary>What becomes of a job whose configuration was changed while no supervisor ran.</summary>
public sealed class SavedJobTests
{
    [Theory]
    [InlineData("Started", 5, 3, 3)]
    [InlineData("Started", 5, 2, 5)]
    [InlineData("Started", 0, 3, 3)]
    [InlineData("Stopped", 0, 3, 0)]
    [InlineData("Stopped", 0, 2, 0)]
    public void Another_number_of_processes_counts_unless_the_job_was_stopped(string was, int target, int processes, int expected)
    {
        var mode = Enum.Parse<JobMode>(was);
        var saved = new SavedJob("default", Playground.Sleeper() with { Processes = 2 }, new Dictionary<string, string>(), target, mode);

        var revised = saved.Revised((_, config) => config with { Processes = processes })!;

        Assert.Equal((expected, mode, true), (revised.Target, revised.Mode, revised.IsRevised));
        Assert.Equal(processes, revised.Config.Processes);
    }

    [Fact]
    public void The_same_configuration_revises_nothing_and_none_gives_it_up()
    {
        var saved = new SavedJob("app", Playground.Sleeper("web"), new Dictionary<string, string>(), 3, JobMode.Started);

        Assert.Same(saved, saved.Revised((name, config) => name == "app.web" ? config : null));
        Assert.Null(saved.Revised((_, _) => null));
    }
}
