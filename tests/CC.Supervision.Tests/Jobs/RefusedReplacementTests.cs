using CC.Supervision.Events;
using CC.Supervision.Jobs;
using CC.Supervision.Processes;
using CC.Supervision.Streams;

namespace CC.Supervision.Tests.Jobs;

/// <summary>A restart of which only the first process can be started anew, with real processes.</summary>
public sealed class RefusedReplacementTests : IAsyncDisposable
{
    private static readonly JobConfig Job = Playground.Sleeper() with { Processes = 2 };
    private static readonly JobName Name = new("default", Job.Name);
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly ProcessHost host = new();
    private readonly EventHub<SupervisorEvent> hub = new();
    private readonly Places places = new();
    private readonly List<Copy> started = [];
    private readonly Surroundings around;
    private readonly Launcher launcher;
    private readonly Crew crew;
    private readonly Rolling rolling;

    public RefusedReplacementTests()
    {
        around = new Surroundings(new SupervisorOptions { Name = $"test-{Guid.NewGuid():N}" }, host, hub) { MayStart = _ => true, Changed = () => { }, Keep = () => { } };
        var events = new JobEvents(Name, around);
        launcher = new Launcher(Name, around, new JobOutput(Name.ToString(), 0, around.Time, (_, _) => { })) { Ended = (copy, _) => crew!.Remove(copy), Ready = _ => { }, Sick = (_, _) => { } };
        crew = new Crew(places, events, around);
        rolling = new Rolling(places, crew, events, around) { Spawn = place => started.Count < 3 ? Start(place) : new SupervisorException(400, "cannot_start", "it is refused"), Converge = () => { } };
        lock (around.Gate)
        {
            Start(places.TakeLowest());
            Start(places.TakeLowest());
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (around.Gate)
        {
            crew.EndAll();
        }

        await Task.WhenAll(started.Select(copy => copy.Watching)).LimitAsync();
        await hub.DisposeAsync();
        host.Dispose();
    }

    [Fact]
    public async Task The_one_is_ended_again_and_all_are_as_they_were()
    {
        lock (around.Gate)
        {
            rolling.All();
        }

        await AllAreAsTheyWereAsync();
    }

    [Fact]
    public async Task In_batches_too()
    {
        Task<int> restarted;
        lock (around.Gate)
        {
            restarted = rolling.InBatches(new Batch(2), TimeSpan.FromMinutes(1), Job);
        }

        Assert.Contains("it is refused; 0 processes are replaced", (await Assert.ThrowsAsync<SupervisorException>(() => restarted.LimitAsync())).Message, StringComparison.Ordinal);
        await AllAreAsTheyWereAsync();
    }

    private async Task AllAreAsTheyWereAsync()
    {
        lock (around.Gate)
        {
            Assert.Equal([1, 2], crew.Running.Select(copy => copy.Pid));
            Assert.Equal((2, 3), (places.Taken, started.Count));
        }

        await started[2].Process.Exited.LimitAsync();
        Assert.All(started[..2], copy => Assert.False(copy.Process.Exited.IsCompleted));
    }

    private SupervisorException? Start(int place)
    {
        var copy = launcher.Start(Job, Nothing, place, null, Nothing);
        started.Add(copy);
        crew.Add(copy);
        return null;
    }
}
