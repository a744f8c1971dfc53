using System.Collections.Concurrent;
using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

/// <summary>What becomes of builds.</summary>
public sealed class PluginRegistryTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<(string Name, PluginState State, bool HasServed)> left = new();
    private readonly PluginRegistry registry = new(TimeProvider.System);

    public PluginRegistryTests() => registry.Left = build => left.Enqueue((build.Name, build.State, build.HasServed));

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task One_that_claims_a_name_which_another_has_is_let_go()
    {
        SpecimenPlugin.CopyTo(folder.Path, "One");
        SpecimenPlugin.CopyTo(folder.Path, "Two");

        Open();

        Assert.Equal((PluginState.Active, PluginState.Invalid), (registry.Find("One")!.State, registry.Find("Two")!.State));
        await LeavesAsync("Two");
        Assert.Equal(0, registry.Find("Two")!.Unloaded);
    }

    [Fact]
    public async Task One_that_is_refused_after_it_was_loaded_is_let_go_and_not_tried_again()
    {
        Open();
        SpecimenPlugin.CopyTo(folder.Path, "One");

        TryAndRefuse();

        Assert.Equal((PluginState.Malfunctioned, "no weather today"), (registry.Find("One")!.State, registry.Find("One")!.Refusal!.Why));
        Assert.Empty(Changes());
        await LeavesAsync("One");
    }

    [Fact]
    public void One_that_serves_takes_what_was_said_of_the_one_before_away()
    {
        Directory.CreateDirectory(folder["One"]);
        folder.File("One/One.dll", "no assembly");
        Open();
        Assert.NotNull(registry.Find("One")!.Refusal);
        File.Delete(folder["One/One.dll"]);
        SpecimenPlugin.CopyTo(folder.Path, "One");

        Take();

        Assert.Equal((PluginState.Active, null, 1), (registry.Find("One")!.State, registry.Find("One")!.Refusal, registry.Find("One")!.Loads));
    }

    [Fact]
    public void One_that_was_taken_out_on_request_is_not_taken_up_by_itself_until_its_files_change()
    {
        SpecimenPlugin.CopyTo(folder.Path, "One");
        Open();

        registry.Remove("One", areFilesGone: false);

        var found = FoundPlugins.In([folder.Path]);
        Assert.False(registry.HasChanges(found, found.Glances()));
        Assert.Empty(Changes());
        folder.File("One/data", "x");
        Assert.Equal(["One"], Changes().Select(change => change.Name));
    }

    [Fact]
    public void One_that_serves_stays_where_it_is_when_one_from_elsewhere_is_refused()
    {
        var serving = SpecimenPlugin.CopyTo(folder["a"], "One");
        registry.Open(new PluginSources([folder["a"]], new PluginOptions()));
        Directory.CreateDirectory(folder["b/One"]);
        folder.File("b/One/One.dll", "no assembly");
        registry.Sources = new PluginSources([folder["b"], folder["a"]], new PluginOptions());

        Assert.Null(registry.TryLoad(Assert.Single(Changes())));

        var entry = registry.Find("One")!;
        Assert.Equal((PluginState.Active, PluginState.Invalid, serving), (entry.State, entry.Refusal!.State, entry.Path));
    }

    private void Open() => registry.Open(new PluginSources([folder.Path], new PluginOptions()));

    private IReadOnlyList<PluginChange> Changes() => [.. registry.Changes().Where(change => change.Name == "One")];

    private void Take()
    {
        var change = Assert.Single(Changes());
        registry.Accept(change, registry.TryLoad(change)!, TimeSpan.Zero);
    }

    private void TryAndRefuse()
    {
        var change = Assert.Single(Changes());
        registry.Refuse(change, PluginState.Malfunctioned, "no weather today", registry.TryLoad(change));
    }

    /// <summary>Waits until a build that has not served is gone from memory.</summary>
    private Task LeavesAsync(string name) => Eventually.TrueAsync(
        () => left.Contains((name, PluginState.Unloaded, false)), () => $"It is not gone: {string.Join(", ", left)}; leaving: {string.Join(", ", registry.Leaving.Select(build => build.Name))}");
}
