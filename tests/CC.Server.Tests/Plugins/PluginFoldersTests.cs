using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class PluginFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_is_named_in_two_spellings_is_looked_at_once()
    {
        var plugins = folder.Folder("plugins");
        Directory.CreateDirectory(Path.Combine(plugins, "Empty"));

        var found = PluginFolders.Plugins([plugins, $"{plugins}/", Path.Combine(plugins, "..", "plugins")]);

        Assert.Equal([Path.Combine(plugins, "Empty", "Empty.dll")], found.Where(path => path.StartsWith(folder.Path, StringComparison.Ordinal)));
    }
}
