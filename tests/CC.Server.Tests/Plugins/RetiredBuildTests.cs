using System.Runtime.CompilerServices;
using CC.Loading;
using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class RetiredBuildTests
{
    private readonly ManualTime time = new();

    /// <summary>What runs may need more of its files, which a context that was told to unload does not load any more.</summary>
    [Fact]
    public async Task One_that_is_still_used_is_not_unloaded_though_its_time_is_over()
    {
        var usesWhenUnloaded = new StrongBox<IReadOnlyList<string>?>();
        var (build, use) = Retired(usesWhenUnloaded);

        var isPinned = build.Advance(isOverdue: true, areFinalizersStuck: false);
        for (var i = 0; i < UnloadProof.Collections; i++)
        {
            GC.Collect();
            Assert.False(build.Advance(isOverdue: true, areFinalizersStuck: false));
        }

        Assert.True(isPinned);
        Assert.Equal((PluginState.Pinned, false), (build.State, build.IsReleased));
        Assert.Equal(["the daemon of [d] has not ended"], build.Causes);
        use.Dispose();
        await UntilAsync(build, () => build.IsReleased);
        Assert.Empty(usesWhenUnloaded.Value!);
    }

    [Fact]
    public async Task One_that_was_given_up_may_go_later()
    {
        var (build, use) = Retired(new StrongBox<IReadOnlyList<string>?>());
        build.Advance(isOverdue: true, areFinalizersStuck: false);

        use.Dispose();
        await UntilAsync(build, () => build.State == PluginState.Unloaded);

        Assert.Empty(build.Causes);
    }

    [Theory]
    [InlineData(false, "nothing that is known to: something outside of it refers to one of its objects")]
    [InlineData(true, "the finalizer of some object, perhaps of another plugin, does not return: no build can go until it does")]
    public async Task What_keeps_one_that_nobody_uses_is_said_once_its_time_is_over(bool areFinalizersStuck, string cause)
    {
        var plugin = SpecimenPlugin.Load();
        var build = new RetiredBuild(plugin, time, hasServed: true);
        await UntilAsync(build, () => build.IsReleased);
        Assert.Equal(PluginState.Draining, build.State);

        Assert.True(build.Advance(isOverdue: true, areFinalizersStuck));

        Assert.Equal([cause], build.Causes);
        Assert.False(build.Advance(isOverdue: true, areFinalizersStuck));
        GC.KeepAlive(plugin);
    }

    private static Task UntilAsync(RetiredBuild build, Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            GC.Collect();
            build.Advance(isOverdue: false, areFinalizersStuck: false);
            return condition();
        },
        () => $"It is {build.State}: {string.Join("; ", build.Causes)}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (RetiredBuild Build, IDisposable Use) Retired(StrongBox<IReadOnlyList<string>?> usesWhenUnloaded)
    {
        var plugin = SpecimenPlugin.Load();
        var uses = plugin.Uses;
        var use = uses.Begin("the daemon of [d] has not ended");
        plugin.Context!.Unloading += _ => usesWhenUnloaded.Value = uses.Open;
        return (new RetiredBuild(plugin, time, hasServed: true), use);
    }
}
