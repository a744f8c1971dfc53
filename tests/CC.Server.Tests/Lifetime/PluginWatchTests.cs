using System.Collections.Concurrent;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Lifetime;
using CC.Server.Plugins;
using CC.Server.Tests.Plugins;

namespace CC.Server.Tests.Lifetime;

/// <summary>When plugins' files are looked at. Time stands still but for what a test lets pass, so what happens without is told by the system.</summary>
public sealed class PluginWatchTests : IAsyncDisposable
{
    private static readonly PluginOptions Options = new();

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly RecordingLogger<PluginWatchTests> log = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<PluginChange> taken = new();
    private readonly PluginRegistry registry;
    private Action takeUp = () => { };
    private Task running = Task.CompletedTask;

    public PluginWatchTests()
    {
        SpecimenPlugin.CopyTo(folder.Path, "One");
        registry = new PluginRegistry(time);
        registry.Open(new PluginSources([folder.Path], Options));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await registry.DisposeAsync();
        stopping.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Files_that_are_gone_are_looked_for_again_soon_and_taken_for_gone_once_their_time_is_over()
    {
        await BeginAsync();
        var began = time.GetUtcNow();
        Directory.Move(folder["One"], folder[".away"]);

        await SettlesAsync(() => taken.Contains(PluginChange.Removal("One")));

        Assert.True(time.GetUtcNow() - began >= Options.RemovalDelay);
    }

    [Theory]
    [InlineData("One/One.dll")]
    [InlineData("One/more/deep/data")]
    [InlineData(".elsewhere/data")]
    public async Task A_change_in_any_folder_of_a_plugin_behind_links_too_is_told(string file)
    {
        folder.Folder("One/more/deep");
        File.CreateSymbolicLink(folder["One/there"], folder.Folder(".elsewhere"));
        File.CreateSymbolicLink(folder["One/back"], ".");
        File.CreateSymbolicLink(folder["One/again"], "more/..");
        await BeginAsync();

        await File.AppendAllTextAsync(folder[file], "x");

        await SettlesAsync(() => taken.Any(change => change.Name == "One"));
    }

    [Fact]
    public async Task What_the_system_does_not_tell_is_found_all_the_same()
    {
        folder.Folder(".elsewhere");
        folder.File(".elsewhere/data", "x");
        File.CreateSymbolicLink(folder["One/data"], folder[".elsewhere/data"]);
        await BeginAsync();

        folder.File(".elsewhere/data", "y");
        time.Advance(PluginWatch.Pace);

        await SettlesAsync(() => taken.Any(change => change.Name == "One"));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(100, 20)]
    [InlineData(1000, 60)]
    public async Task The_longer_a_look_takes_the_less_often_is_looked_where_nothing_is_told(int milliseconds, int seconds)
    {
        await BeginAsync(new SlowTime(time, TimeSpan.FromMilliseconds(milliseconds)));

        await WaitsAsync(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_failure_is_told_of_and_it_goes_on()
    {
        takeUp = () => throw new InvalidOperationException("not now");
        await BeginAsync();

        folder.File("One/more", "x");
        await SettlesAsync(() => !log.Lines.IsEmpty);
        await WaitsAsync(PluginWatch.Pace);
        takeUp = () => { };
        time.Advance(PluginWatch.Pace);

        await SettlesAsync(() => taken.Any(change => change.Name == "One"));
        Assert.Equal("plugins' folders can't be looked at; it is tried again in two seconds", Assert.Single(log.Lines).Text);
    }

    [Fact]
    public async Task Without_watch_nothing_is_looked_at_until_that_changes()
    {
        registry.Sources = new PluginSources([folder.Path], Options with { Watch = false });
        folder.File("One/more", "x");
        Run(time);
        await WaitsAsync(PluginWatch.Pace);

        time.Advance(PluginWatch.Pace);
        await WaitsAsync(PluginWatch.Pace);
        registry.Sources = new PluginSources([folder.Path], Options);
        time.Advance(PluginWatch.Pace);

        await WaitsAsync(Options.Settle);
        Assert.Empty(taken);
    }

    /// <summary>Begins to watch, and waits until all that is there has settled.</summary>
    private async Task BeginAsync(TimeProvider? clock = null)
    {
        Run(clock ?? time);
        await SettlesAsync(() => time.Waiting is [var pause] && pause >= PluginWatch.Pace);
    }

    private void Run(TimeProvider clock) => running = Task.Run(() => new PluginWatch(registry, TakeUpAsync, clock, log).RunAsync(stopping.Token));

    private Task TakeUpAsync(IReadOnlyDictionary<string, string> settled)
    {
        takeUp();
        foreach (var change in registry.Changes(settled))
        {
            taken.Enqueue(change);
        }

        return Task.CompletedTask;
    }

    /// <summary>Lets as much time pass as is waited for files to be left alone, and no more.</summary>
    private Task SettlesAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            if (!condition() && time.Waiting is [var pause] && pause <= Options.Settle)
            {
                time.Advance(pause);
            }

            return condition();
        },
        () => $"It waits {string.Join(", ", time.Waiting)}, and has taken up: {string.Join(", ", taken)}");

    private Task WaitsAsync(TimeSpan pause) => Eventually.TrueAsync(() => time.Waiting is [var only] && only == pause, () => $"It waits {string.Join(", ", time.Waiting)}.");

    /// <summary>A clock by which everything takes a while, but for what is waited for.</summary>
    private sealed class SlowTime(ManualTime time, TimeSpan step) : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp() + (Interlocked.Increment(ref looks) * step.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
