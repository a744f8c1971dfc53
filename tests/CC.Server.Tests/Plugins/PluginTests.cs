using System.Runtime.Loader;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Server.Components;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class PluginTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PluginRegistry registry = new(TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void Has_its_name_version_and_components()
    {
        var plugin = SpecimenPlugin.Load();

        Assert.Equal(("Specimen", SpecimenPlugin.Path), (plugin.Name, plugin.Path));
        Assert.Equal("1.0.0-alpha", plugin.Version);
        Assert.Equal(
            [(ComponentKind.Handler, "specimen"), (ComponentKind.Daemon, "specimen")],
            plugin.Components.Select(component => (component.Kind, component.Name)).Order());
    }

    [Fact]
    public void Can_load_more_code_however_often_garbage_was_collected()
    {
        var plugin = SpecimenPlugin.Load();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        using var more = File.OpenRead(typeof(PluginTests).Assembly.Location);
        Assert.NotNull(SpecimenPlugin.ContextOf(plugin).LoadFromStream(more));
        GC.KeepAlive(plugin);
    }

    [Fact]
    public void Has_code_of_its_own_and_the_contract_of_the_host()
    {
        var one = SpecimenPlugin.Load();
        var another = SpecimenPlugin.Load();
        var handler = one.Components.Single(component => component.Kind == ComponentKind.Handler).Type;

        Assert.NotSame(one.Components[0].Type, another.Components[0].Type);
        Assert.NotSame(AssemblyLoadContext.Default, SpecimenPlugin.ContextOf(one));
        Assert.True(SpecimenPlugin.ContextOf(one).IsCollectible);
        Assert.True(typeof(IHandler).IsAssignableFrom(handler));
        Assert.DoesNotContain(SpecimenPlugin.ContextOf(one).Assemblies, assembly => assembly.GetName().Name!.StartsWith("CC.", StringComparison.Ordinal));
    }

    [Fact]
    public void Its_files_can_be_overwritten_while_it_is_in_use()
    {
        var path = SpecimenPlugin.CopyTo(folder.Path, "Specimen");
        var plugin = Plugin.Load(path);

        File.WriteAllText(path, "gone");

        Assert.All(plugin.Components, component => Assert.NotEmpty(component.Constructor.GetParameters()));
    }

    [Theory]
    [InlineData("no assembly", "BadImageFormatException")]
    [InlineData("", "BadImageFormatException")]
    public void A_file_that_is_no_assembly_is_refused(string content, string why)
    {
        folder.Folder("Bad");

        var broken = Assert.Throws<PluginException>(() => Plugin.Load(folder.File("Bad/Bad.dll", content)));

        Assert.StartsWith($"the plugin Bad ({folder["Bad/Bad.dll"]}) can't be used: ", broken.Message, StringComparison.Ordinal);
        Assert.EndsWith($" ({why})", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_assembly_is_refused()
    {
        var path = SpecimenPlugin.CopyTo(folder.Path, "Cut");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Throws<PluginException>(() => Plugin.Load(path));
    }

    [Fact]
    public void A_file_that_is_missing_says_what_a_plugin_is()
    {
        var broken = Assert.Throws<PluginException>(() => Plugin.Load(folder["Missing/Missing.dll"]));

        Assert.EndsWith("can't be used: there is no such file; a plugin is FOLDER/NAME/NAME.dll, in the same spelling", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_components_is_refused()
    {
        var broken = Assert.Throws<PluginException>(() => Plugin.Load(typeof(Message).Assembly.Location));

        Assert.EndsWith("can't be used: it has no public class marked [Handler], [Daemon] or [Task]", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_folder_has_a_plugin_of_its_name_and_a_broken_one_does_not_hinder_the_others()
    {
        SpecimenPlugin.CopyTo(folder.Path, "Good");
        folder.Folder("Empty");
        SpecimenPlugin.CopyTo(folder.Path, ".hidden");

        var catalog = registry.Open(new PluginSources([folder.Path, folder.Path], new PluginOptions()));

        Assert.NotNull(catalog.Find(ComponentKind.Handler, "specimen"));
        Assert.StartsWith($"the plugin Empty ({folder["Empty/Empty.dll"]}) can't be used: there is no such file", Assert.Single(catalog.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_that_two_plugins_have_is_that_of_the_first()
    {
        var one = SpecimenPlugin.CopyTo(folder.Path, "One");
        SpecimenPlugin.CopyTo(folder.Path, "Two");

        var catalog = registry.Open(new PluginSources([folder.Path], new PluginOptions()));

        Assert.Same(registry.Find("One")!.Active!.Components[0].Type.Assembly, catalog.Find(ComponentKind.Handler, "cc.handler.specimen")!.Type.Assembly);
        Assert.Equal((PluginState.Invalid, PluginState.Active), (registry.Find("Two")!.State, registry.Find("One")!.State));
        Assert.Matches("^it claims the (handler|daemon) specimen, which the plugin One ", registry.Find("Two")!.Refusal!.Why);
        Assert.EndsWith($"({one}) has; rename one, or remove it", registry.Find("Two")!.Refusal!.Why, StringComparison.Ordinal);
    }
}
