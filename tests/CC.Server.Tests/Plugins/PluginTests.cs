using System.Runtime.Loader;
using CC.Sdk;
using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class PluginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

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

        Assert.EndsWith("can't be used: it has no public class marked [Handler] or [Daemon]", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_folder_has_a_plugin_of_its_name_and_a_broken_one_does_not_hinder_the_others()
    {
        SpecimenPlugin.CopyTo(folder.Path, "Good");
        folder.Folder("Empty");
        SpecimenPlugin.CopyTo(folder.Path, ".hidden");

        var catalog = PluginFolders.Load([folder.Path, folder.Path]);

        Assert.NotNull(catalog.Find(ComponentKind.Handler, "specimen"));
        Assert.StartsWith($"the plugin Empty ({folder["Empty/Empty.dll"]}) can't be used: there is no such file", Assert.Single(catalog.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_that_two_plugins_have_is_nobodys()
    {
        SpecimenPlugin.CopyTo(folder.Path, "One");
        SpecimenPlugin.CopyTo(folder.Path, "Two");

        var catalog = PluginFolders.Load([folder.Path]);

        Assert.Null(catalog.Find(ComponentKind.Handler, "specimen"));
        Assert.Equal(
            $"is a handler of several plugins: {folder["One/One.dll"]}, {folder["Two/Two.dll"]}; remove all but one",
            catalog.Unknown(ComponentKind.Handler, "cc.handler.specimen"));
    }
}
