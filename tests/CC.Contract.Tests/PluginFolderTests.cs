using System.Text.RegularExpressions;
using CC.Server.Configuration;

namespace CC.Contract.Tests;

/// <summary>What every plugin's folder has, so that an operator finds all that a plugin can be told, and a sample that works.</summary>
public sealed class PluginFolderTests
{
    public static TheoryData<string> Plugins => [.. ShippedPlugin.Names];

    [Fact]
    public void There_are_plugins_and_all_of_them_can_be_loaded()
    {
        Assert.NotEmpty(ShippedPlugin.Names);
        Assert.Empty(ShippedPlugin.Catalog.Problems);
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_is_explained(string name)
    {
        Assert.StartsWith("# ", File.ReadAllText(new ShippedPlugin(name).Readme), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void The_sample_is_a_node_that_uses_the_plugin(string name)
    {
        var plugin = new ShippedPlugin(name);
        var source = ConfigurationSource.File(plugin.Sample, new Dictionary<string, string>());

        var node = ConfigurationLoader.Load(source, "testhost", _ => ShippedPlugin.Catalog);

        var used = node.Handlers.Values.Select(handler => handler.Component).Concat(node.Daemons.Values.Select(daemon => daemon.Component)).Concat(node.Tasks.Values.Select(task => task.Component));
        Assert.Contains(used, component => plugin.Load().Components.Any(own => own.Kind == component.Kind && own.Name == component.Name));
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void The_sample_shows_every_option(string name)
    {
        var plugin = new ShippedPlugin(name);
        var sample = File.ReadAllText(plugin.Sample);

        Assert.All(plugin.Options(), option => Assert.Matches($"(?m)^#? *{Regex.Escape(option)} *[=:]", sample));
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void The_readme_names_every_option(string name)
    {
        var plugin = new ShippedPlugin(name);
        var readme = File.ReadAllText(plugin.Readme);

        Assert.All(plugin.Options(), option => Assert.Contains($"`{option}`", readme));
    }
}
