using System.Runtime.CompilerServices;
using System.Text;
using CC.Sdk;
using CC.Sdk.Testing.Fakes;
using CC.Server.Components;
using CC.Server.Diagnostics;
using CC.Server.Plugins;
using CC.Server.Routing;
using CC.Server.Tests.Configuration;

namespace CC.Server.Tests.Plugins;

/// <summary>Nothing of the host may hold on to a plugin's code once the plugin is let go, or each replacement would stay in memory for ever.</summary>
public sealed class UnloadTests
{
    private const int Rounds = 50;

    /// <summary>The last one may still be in a register or in the stack of a thread.</summary>
    private const int Acceptable = 1;

    [Fact]
    public void Loading_pins_nothing() => AssertUnloads(_ => { });

    [Fact]
    public void Binding_options_pins_nothing() => AssertUnloads(plugin => Load(plugin, ""));

    [Fact]
    public void Binding_options_that_are_wrong_pins_nothing() => AssertUnloads(plugin =>
    {
        var invalid = Configurations.Errors(Text("mode = other\ncount = 10\ndelay = -1\ngreting = x"), new ComponentCatalog([plugin], []));
        Assert.Equal(4, invalid.Length);
    });

    [Fact]
    public void Comparing_configurations_pins_nothing() => AssertUnloads(plugin =>
        Assert.Equal(["h"], Load(plugin, "").DifferenceTo(Load(plugin, "count = 2")).Where(section => section == "h")));

    [Fact]
    public void Handling_a_message_pins_nothing() => AssertUnloads(HandleOne);

    [Fact]
    public void A_daemon_that_has_run_pins_nothing() => AssertUnloads(RunDaemon);

    private static void AssertUnloads(Action<Plugin> use)
    {
        var contexts = Enumerable.Range(0, Rounds).Select(_ => UseAndUnload(use)).ToArray();

        Assert.InRange(SpecimenPlugin.Survivors(contexts, Acceptable), 0, Acceptable);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseAndUnload(Action<Plugin> use)
    {
        var plugin = SpecimenPlugin.Load();
        var context = SpecimenPlugin.ContextOf(plugin);
        use(plugin);
        context.Unload();
        return new WeakReference(context);
    }

    private static void HandleOne(Plugin plugin)
    {
        var model = Load(plugin, "").Handlers["h"];
        var messages = new FakeMessages();
        var counters = new Counters();
        var slot = new HandlerSlot("h", new Traffic(counters, countTypes: true), new ManualTime(), new RecordingLogger<UnloadTests>());
        slot.Put(ComponentFactory.Create<IHandler>(model.Component, model.Options, Services(messages)), null);

        slot.DeliverAsync(Message.Create("a", Encoding.UTF8.GetBytes("""{"req":"a","text":"world","mode":1}"""))).AsTask().GetAwaiter().GetResult();

        Assert.Equal(1, counters.Named("count.ok").Value);
        Assert.Contains("good day, world", Encoding.UTF8.GetString(Assert.Single(messages.Returned)[2].Span), StringComparison.Ordinal);
        slot.CloseAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    private static void RunDaemon(Plugin plugin)
    {
        var component = plugin.Components.Single(component => component.Kind == ComponentKind.Daemon);
        var daemon = ComponentFactory.Create<IDaemon>(component, Load(plugin, "").Handlers["h"].Options, Services(new FakeMessages()));
        using var stopping = new CancellationTokenSource();

        var running = daemon.RunAsync(stopping.Token);
        stopping.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => running.GetAwaiter().GetResult());
    }

    private static Server.Configuration.NodeConfiguration Load(Plugin plugin, string lines) => Configurations.Load(Text(lines), new ComponentCatalog([plugin], []));

    private static string Text(string lines) => $"{Configurations.Main}[routes]\na = h\n[h]\nhandler = specimen\ngreeting = good day\nmode = in-capitals\n"
        + $"delay = 5\nlimit = 2K\nnames = a, b\nloud = yes\n{lines}";

    private static ComponentServices Services(FakeMessages messages) => new(
        new ComponentContext("h", "cc", "testhost"),
        messages,
        new FakeMetrics(),
        new FakeComponents(),
        new FakeEvents(),
        new RecordingLogger<UnloadTests>(),
        new ManualTime());
}
