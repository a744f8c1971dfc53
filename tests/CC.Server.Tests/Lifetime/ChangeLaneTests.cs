using CC.Sdk.Testing;
using CC.Server.Configuration;
using CC.Server.Lifetime;
using CC.Server.Plugins;
using CC.Server.Tests.Configuration;
using CC.Server.Tests.Plugins;

namespace CC.Server.Tests.Lifetime;

/// <summary>Changes of a whole node in this process.</summary>
public sealed class ChangeLaneTests : IAsyncLifetime
{
    private readonly RecordingLoggers loggers = new();
    private readonly TemporaryFolder folder = new();
    private readonly PluginRegistry registry = new(TimeProvider.System);
    private readonly CancellationTokenSource stopping = new();
    private readonly ManualResetEventSlim mayRead = new();
    private readonly TaskCompletionSource reads = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Node node = null!;
    private ChangeLane lane = null!;

    private string Text => $"{Configurations.Main}stop-timeout = 60\nplugins-dir = {folder}";

    public async ValueTask InitializeAsync()
    {
        var inForce = Configurations.Source(Text);
        node = await Node.BindAsync(ConfigurationLoader.Load(inForce, "testhost", registry.Open), "testhost", loggers, TimeProvider.System);
        lane = new ChangeLane(node, registry, inForce with { Read = ReadSlowly }, inForce, "testhost", TimeProvider.System, loggers["lane"], stopping.Token);
        await node.ServeAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        mayRead.Set();
        Assert.True(await node.StopAsync());
        await registry.DisposeAsync();
        stopping.Dispose();
        mayRead.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Closing_waits_for_the_change_under_way()
    {
        var changing = lane.ReadAgainAsync();
        await reads.Task.WaitAsync(ServerProcess.Patience);

        var closing = lane.CloseAsync(ServerProcess.Patience);
        var early = closing.IsCompleted;
        mayRead.Set();

        Assert.True(await closing);
        Assert.False(early);
        Assert.True(changing.IsCompleted);
    }

    [Fact]
    public async Task Closing_gives_up_when_the_change_under_way_takes_too_long()
    {
        var changing = lane.ReadAgainAsync();
        await reads.Task.WaitAsync(ServerProcess.Patience);

        Assert.False(await lane.CloseAsync(TimeSpan.Zero));

        mayRead.Set();
        await changing;
    }

    [Fact]
    public async Task Once_it_is_closed_no_change_begins()
    {
        Assert.True(await lane.CloseAsync(ServerProcess.Patience));

        var late = lane.ReadAgainAsync();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.False(reads.Task.IsCompleted);
    }

    [Fact]
    public async Task A_refused_plugin_whose_folder_is_gone_is_listed_no_more()
    {
        folder.Folder("One");
        folder.File("One/One.dll", "no assembly");
        await TakeUpAsync();
        var refused = registry.Find("One")?.Refusal;
        Directory.Delete(folder["One"], recursive: true);

        mayRead.Set();
        await lane.ReadAgainAsync();

        Assert.NotNull(refused);
        Assert.Null(registry.Find("One"));
    }

    [Fact]
    public async Task An_assembly_that_is_dropped_in_the_wrong_place_is_warned_of_once()
    {
        folder.File("Two.dll", "x");
        await TakeUpAsync();
        await TakeUpAsync();
        SpecimenPlugin.CopyTo(folder.Path, "One");
        await TakeUpAsync();

        Assert.Single(loggers.Complaints, line => line.StartsWith($"Two.dll in {folder} can't be used: ", StringComparison.Ordinal));
    }

    private Task TakeUpAsync() => lane.TakeUpAsync(FoundPlugins.In([folder.Path]).Glances());

    private string ReadSlowly()
    {
        reads.TrySetResult();
        mayRead.Wait(CancellationToken.None);
        return Text;
    }
}
