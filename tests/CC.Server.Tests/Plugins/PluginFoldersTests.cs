using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class PluginFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_two_folders_of_one_name_the_one_that_has_the_assembly_counts()
    {
        Directory.CreateDirectory(folder["first/One"]);
        Directory.CreateDirectory(folder["second/One"]);
        folder.File("second/One/One.dll", "x");

        var found = FoundPlugins.In([folder["first"], folder["second"]]);

        Assert.Equal(folder["second/One/One.dll"], found.Paths["One"]);
        Assert.Empty(found.Shadowed);
    }

    [Fact]
    public void A_folder_that_is_named_in_two_spellings_is_looked_at_once()
    {
        var plugins = folder.Folder("plugins");
        Directory.CreateDirectory(Path.Combine(plugins, "Empty"));

        var found = PluginFolders.Plugins([plugins, $"{plugins}/", Path.Combine(plugins, "..", "plugins")]);

        Assert.Equal([Path.Combine(plugins, "Empty", "Empty.dll")], found.Where(path => path.StartsWith(folder.Path, StringComparison.Ordinal)));
    }
}
