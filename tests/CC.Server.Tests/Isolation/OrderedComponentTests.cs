using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Options;
using CC.Server.Isolation;
using CC.Server.Plugins;
using CC.Server.Tests.Plugins;

namespace CC.Server.Tests.Isolation;

public sealed class OrderedComponentTests
{
    [Fact]
    public void An_order_arrives_as_it_was_sent()
    {
        var order = Orders.To("ipc:///node") with
        {
            Options = new Dictionary<string, string> { ["word"] = "two\nlines, 100 %" },
            Parts = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["p:one"] = new Dictionary<string, string> { ["count"] = "3" } },
            Linger = Timeout.InfiniteTimeSpan,
        };

        var line = JsonSerializer.Serialize(order, ComponentOrderJson.Default.ComponentOrder);
        var arrived = JsonSerializer.Deserialize(line, ComponentOrderJson.Default.ComponentOrder)!;

        Assert.DoesNotContain('\n', line);
        Assert.Equal(order.Options, arrived.Options);
        Assert.Equal("3", arrived.Parts["p:one"]["count"]);
        Assert.Equal(order, arrived with { Options = order.Options, Parts = order.Parts });
    }

    [Fact]
    public void The_daemon_has_the_options_that_it_has_within_the_node()
    {
        var order = Orders.To("ipc:///node") with
        {
            Plugin = SpecimenPlugin.Path,
            Component = "specimen",
            Options = new Dictionary<string, string> { ["greeting"] = "100 %(sure)s", ["mode"] = "in-capitals", ["names"] = "a, b", ["limit"] = "2K", ["delay"] = "0.5" },
        };

        var (component, options) = OrderedComponent.Load(order);

        var texts = OptionsBinder.Texts(options!);
        Assert.Equal("specimen", component.Name);
        Assert.Equal(("100 %(sure)s", "in-capitals", "a, b", "2K", "0.5"), (texts["greeting"], texts["mode"], texts["names"], texts["limit"], texts["delay"]));
    }

    [Fact]
    public void Options_that_the_plugin_does_not_take_any_more_are_told()
    {
        var order = Orders.To("ipc:///node") with { Plugin = SpecimenPlugin.Path, Component = "specimen" };

        var failure = Assert.Throws<OptionsException>(() => OrderedComponent.Load(order));

        Assert.Contains("[d:test] greeting: is required", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daemon_that_is_not_there_any_more_is_named()
    {
        var order = Orders.To("ipc:///node") with { Plugin = SpecimenPlugin.Path, Component = "gone" };

        var failure = Assert.Throws<PluginException>(() => OrderedComponent.Load(order));

        Assert.Contains("it has no daemon gone any more", failure.Message, StringComparison.Ordinal);
    }
}
