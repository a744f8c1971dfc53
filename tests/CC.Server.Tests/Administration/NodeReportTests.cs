using CC.Client;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Routing;
using CC.Server.Tests.Components;
using CC.Server.Tests.Configuration;
using CC.Server.Tests.Plugins;

namespace CC.Server.Tests.Administration;

/// <summary>What a node in this process says of its components.</summary>
public sealed class NodeReportTests
{
    private readonly RecordingLoggers loggers = new();

    [Fact]
    public async Task A_quarantined_handler_shows_the_calls_that_led_to_it()
    {
        await using var registry = new PluginRegistry(TimeProvider.System);
        var node = await StartAsync($"{Configurations.Main}[routes]\na = h\n[h]\nhandler = failing\nquarantine-after = 3");
        var sick = new TaskCompletionSource<(Occupant Handler, string Why)>();
        node.Sick = (_, handler, why) => sick.TrySetResult((handler, why));
        await using var client = new CcClient(node.Endpoints[0]);
        for (var i = 0; i < 3; i++)
        {
            await client.PublishAsync(Texts.Message("a"));
        }

        var (occupant, why) = await sick.Task.WaitAsync(ServerProcess.Patience);
        Assert.True(await node.QuarantineAsync("h", occupant, new Quarantine(why, DateTimeOffset.UnixEpoch)));
        var shown = HandlerOf(node, registry);

        Assert.Equal(("quarantined", 3, 3), (shown.State, shown.Calls, shown.Errors));
        Assert.StartsWith("on purpose", shown.LastError, StringComparison.Ordinal);
        Assert.NotEqual(0, shown.LastErrorTime);
        await node.ReleaseAsync("h", CancellationToken.None);
        Assert.Equal(("active", 0, ""), (HandlerOf(node, registry).State, HandlerOf(node, registry).Errors, HandlerOf(node, registry).LastError));
        Assert.True(await node.StopAsync());
    }

    [Fact]
    public async Task A_daemon_shows_its_starts_and_failures_and_that_it_is_held_back()
    {
        await using var registry = new PluginRegistry(TimeProvider.System);
        using var folder = new TemporaryFolder();
        SpecimenPlugin.CopyTo(folder.Path, "One");
        registry.Open(new PluginSources([folder.Path], new PluginOptions()));
        var failing = Component.Of(typeof(FailingDaemon))! with { Uses = registry.Find("One")!.Active!.Uses }; // As if it were one of that plugin's.
        var catalog = registry.Catalog([new Plugin("Tests", "", "1", [Component.Of(typeof(KeeperHandler))!, failing])]);
        var text = $"{Configurations.Main}[routes]\na = k\n[k]\nhandler = keeper\ndaemons = d\n[d]\nmodule = failing\nquarantine-after = 3";
        var node = await StartAsync(text, catalog);

        await Eventually.TrueAsync(() => DaemonOf(node, registry).State == "quarantined", () => DaemonOf(node, registry).ToString());
        var shown = DaemonOf(node, registry);

        Assert.Equal(("d", "daemon", 3, 3), (shown.Section, shown.Kind, shown.Calls, shown.Errors));
        Assert.Equal("on purpose (InvalidOperationException)", shown.LastError);
        Assert.Equal($"3 runs in a row have failed, the last one: {shown.LastError}", shown.Why);
        Assert.Equal("quarantined", node.Report(registry, "cc.ini").Plugin("One").Plugins.Single().State);
        Assert.True(await node.StopAsync());
    }

    private static HandlerDescription DaemonOf(Node node, PluginRegistry registry) =>
        node.Report(registry, "cc.ini").Plugin("One").Plugins.Single().Components.Single(component => component.Section == "d");

    private static HandlerDescription HandlerOf(Node node, PluginRegistry registry) => node.Report(registry, "cc.ini").Routes().Routes.Single().Handlers.Single();

    private async Task<Node> StartAsync(string text, ComponentCatalog? catalog = null)
    {
        var node = await Node.BindAsync(Configurations.Load(text, catalog ?? Configurations.CatalogOf(typeof(FailingHandler))), "testhost", loggers, TimeProvider.System);
        await node.ServeAsync(CancellationToken.None);
        return node;
    }

    [Handler("failing")]
    public sealed class FailingHandler : IHandler
    {
        public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException("on purpose");
    }

    [Daemon("failing")]
    public sealed class FailingDaemon : IDaemon
    {
        public Task RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("on purpose");
    }

    /// <summary>Keeps daemons running, without a pause between their runs.</summary>
    [Handler("keeper", Role = NodeRole.Local)]
    public sealed class KeeperHandler : IHandler, IAsyncDisposable
    {
        private readonly CancellationTokenSource stopping = new();
        private readonly Task keeping;

        public KeeperHandler(RunnerOptions options, IComponents components) =>
            keeping = Task.WhenAll(options.Daemons.Select(daemon => Task.Run(() => KeepAsync(daemon, components))));

        public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await keeping;
            stopping.Dispose();
        }

        private async Task KeepAsync(string daemon, IComponents components)
        {
            while (!stopping.IsCancellationRequested)
            {
                await components.RunDaemonAsync(daemon, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
