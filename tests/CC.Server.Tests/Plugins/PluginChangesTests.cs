using CC.Sdk.Testing;
using CC.Sdk.Testing.Fakes;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

/// <summary>Which files count as changed.</summary>
public sealed class PluginChangesTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly PluginRegistry registry;
    private readonly PluginSources sources;

    public PluginChangesTests()
    {
        registry = new PluginRegistry(time);
        sources = new PluginSources([folder.Path], new PluginOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public void Nothing_has_changed_when_nothing_was_done()
    {
        Open("One");

        Assert.False(registry.HasChanges(Found(), Found().Glances()));
        Assert.Empty(registry.Changes(Found().Glances()));
        Assert.Empty(registry.Changes());
    }

    [Theory]
    [InlineData("One/One.dll")]
    [InlineData("One/more/data")]
    public void Any_file_counts(string file)
    {
        Open("One");
        Directory.CreateDirectory(folder["One/more"]);

        File.AppendAllText(folder[file], "x");

        Assert.True(registry.HasChanges(Found(), Found().Glances()));
        Assert.Equal(["One"], registry.Changes(Found().Glances()).Select(change => change.Name));
    }

    [Fact]
    public void A_file_of_equal_length_and_time_counts()
    {
        Open("One", "One/data");
        var before = File.GetLastWriteTimeUtc(folder["One/data"]);

        using (var file = File.OpenWrite(folder["One/data"]))
        {
            file.WriteByte((byte)'y');
        }

        File.SetLastWriteTimeUtc(folder["One/data"], before);

        Assert.Equal(["One"], registry.Changes(Found().Glances()).Select(change => change.Name));
    }

    [Fact]
    public void Links_that_lead_back_are_entered_once_and_others_followed()
    {
        Open("One", "One/data");
        File.CreateSymbolicLink(folder["One/back"], ".");
        File.CreateSymbolicLink(folder["One/again"], folder["One"]);
        folder.Folder(".elsewhere");
        folder.File(".elsewhere/more", "x");
        File.CreateSymbolicLink(folder["One/there"], folder[".elsewhere"]);

        Assert.Equal(["One.deps.json", "One.dll", "data", "there/more"], FolderContent.Files(folder["One"]));
        Assert.Equal(["One", "One/again", "One/back", "One/there"], FolderContent.Folders(folder["One"]).Select(entered => Path.GetRelativePath(folder.Path, entered)).Order(StringComparer.Ordinal));
        File.AppendAllText(folder[".elsewhere/more"], "x");
        Assert.Equal(["One"], registry.Changes(Found().Glances()).Select(change => change.Name));
    }

    [Fact]
    public void The_same_content_written_again_is_no_change()
    {
        Open("One", "One/data");

        File.WriteAllText(folder["One/data"], File.ReadAllText(folder["One/data"]));
        var atAGlance = registry.HasChanges(Found(), Found().Glances());

        Assert.True(atAGlance);
        Assert.Empty(registry.Changes(Found().Glances()));
        Assert.False(registry.HasChanges(Found(), Found().Glances()));
    }

    [Fact]
    public void What_changes_while_it_is_taken_up_waits_until_it_has_settled_again()
    {
        Open("One", "One/data");
        File.AppendAllText(folder["One/data"], "1");
        var settled = Found().Glances();
        File.AppendAllText(folder["One/data"], "2");

        Assert.Empty(registry.Changes(settled));
        Assert.Equal(["One"], registry.Changes(Found().Glances()).Select(change => change.Name));
    }

    [Fact]
    public void What_has_not_settled_waits_and_others_do_not()
    {
        Open("One", "One/data");
        Open("Two", "Two/data");
        File.AppendAllText(folder["One/data"], "1");
        File.AppendAllText(folder["Two/data"], "1");
        var settled = Found().Glances().Where(entry => entry.Key.EndsWith("One.dll", StringComparison.Ordinal)).ToDictionary();

        Assert.Equal(["One"], registry.Changes(settled).Select(change => change.Name));
    }

    [Fact]
    public void A_refused_build_is_tried_again_when_it_changes_or_when_that_is_asked_for()
    {
        Directory.CreateDirectory(folder["One"]);
        folder.File("One/One.dll", "no assembly");
        registry.Open(sources);

        Assert.Equal(PluginState.Invalid, registry.Find("One")!.State);
        Assert.False(registry.HasChanges(Found(), Found().Glances()));
        Assert.Empty(registry.Changes(Found().Glances()));
        Assert.Equal(["One"], registry.Changes(Found().Glances(), retry: true).Select(change => change.Name));
        folder.File("One/One.dll", "still none");
        Assert.Equal(["One"], registry.Changes(Found().Glances()).Select(change => change.Name));
    }

    [Fact]
    public void A_refused_build_whose_folder_is_gone_for_a_while_is_forgotten()
    {
        folder.Folder("One");
        folder.File("One/One.dll", "no assembly");
        registry.Open(sources);
        Directory.Delete(folder["One"], recursive: true);

        var (noticed, first) = (registry.HasChanges(Found(), Found().Glances()), registry.Changes(Found().Glances()));
        time.Advance(sources.Options.RemovalDelay);
        var gone = registry.Changes(Found().Glances());
        registry.Remove("One", areFilesGone: true);

        Assert.True(noticed);
        Assert.Empty(first);
        Assert.Equal([PluginChange.Removal("One")], gone);
        Assert.Null(registry.Find("One"));
        Assert.False(registry.HasChanges(Found(), Found().Glances()));
    }

    [Fact]
    public void A_refused_build_whose_assembly_alone_is_gone_is_said_to_lack_it()
    {
        folder.Folder("One");
        folder.File("One/One.dll", "no assembly");
        registry.Open(sources);
        File.Delete(folder["One/One.dll"]);

        Assert.True(registry.HasChanges(Found(), Found().Glances()));
        registry.TryLoad(Assert.Single(registry.Changes(Found().Glances())));

        Assert.Contains("there is no such file", registry.Find("One")!.Refusal!.Why, StringComparison.Ordinal);
        Assert.False(registry.HasChanges(Found(), Found().Glances()));
        Assert.False(registry.AwaitsRemoval);
    }

    [Fact]
    public void A_plugin_that_has_served_stays_unloaded_when_a_refused_build_of_it_goes()
    {
        Open("One");
        registry.Remove("One", areFilesGone: false);
        folder.File("One/One.dll", "no assembly");
        registry.TryLoad(Assert.Single(registry.Changes(Found().Glances())));
        Directory.Delete(folder["One"], recursive: true);

        registry.Remove(Assert.Single(registry.Changes()).Name, areFilesGone: true);

        var entry = registry.Find("One")!;
        Assert.Equal((PluginState.Unloaded, null), (entry.State, entry.Refusal));
        Assert.NotEmpty(entry.Vacancy().Components);
    }

    [Fact]
    public void Files_that_are_gone_count_after_a_while_unless_they_come_back()
    {
        Open("One");
        var away = folder["One/One.dll"];
        File.Move(away, folder["kept"]);

        var (noticed, first) = (registry.HasChanges(Found(), Found().Glances()), registry.Changes(Found().Glances()));
        time.Advance(sources.Options.RemovalDelay / 2);
        File.Move(folder["kept"], away);
        var back = registry.Changes(Found().Glances());
        time.Advance(sources.Options.RemovalDelay);
        var stays = registry.Changes(Found().Glances());
        File.Move(away, folder["kept"]);
        registry.Changes(Found().Glances());
        time.Advance(sources.Options.RemovalDelay);
        var gone = registry.Changes(Found().Glances());

        Assert.True(noticed);
        Assert.Empty(first);
        Assert.Empty(back);
        Assert.Empty(stays);
        Assert.Equal([PluginChange.Removal("One")], gone);
    }

    [Fact]
    public void An_assembly_beside_the_plugins_folders_is_no_plugin_and_said_to_be_in_the_wrong_place()
    {
        Open("One");
        folder.File("Two.dll", "x");

        var noticed = registry.HasChanges(Found(), Found().Glances());
        var changes = registry.Changes(Found().Glances());

        Assert.True(noticed);
        Assert.Empty(changes);
        Assert.Equal(
            [$"Two.dll in {folder.Path} can't be used: a plugin has a folder of its own; move Two.dll, with the files that it needs, to {folder["Two/Two.dll"]}"],
            registry.Catalog([]).Problems);
        Assert.False(registry.HasChanges(Found(), Found().Glances()));
    }

    [Fact]
    public void One_that_is_still_being_written_is_not_spoken_of_yet_nor_one_that_has_gone_since()
    {
        Open("One");
        folder.File("Two.dll", "x");
        var unsettled = Found().Glances().Where(entry => !entry.Key.EndsWith("Two.dll", StringComparison.Ordinal)).ToDictionary();

        Assert.False(registry.HasChanges(Found(), unsettled));
        registry.Changes(unsettled);
        Assert.Empty(registry.Catalog([]).Problems);
        registry.Changes(Found().Glances());
        File.Delete(folder["Two.dll"]);
        registry.Changes(Found().Glances());
        Assert.Empty(registry.Catalog([]).Problems);
    }

    [Fact]
    public void Of_many_in_one_folder_some_are_named()
    {
        Assert.Equal(
            [$"A.dll, B.dll, C.dll and 2 more in {folder.Path} can't be used: a plugin has a folder of its own; move A.dll, with the files that it needs, to {folder["A/A.dll"]}"],
            FoundPlugins.Misplaced("ABCDE".Select(name => folder[$"{name}.dll"])));
    }

    [Fact]
    public void Of_two_with_one_name_the_one_in_the_first_folder_is_taken_and_the_other_when_it_goes()
    {
        Open("a/One");
        SpecimenPlugin.CopyTo(folder["b"], "One");
        var both = new PluginSources([folder["b"], folder["a"]], sources.Options);
        registry.Sources = both;

        Assert.Equal([folder["b/One/One.dll"]], registry.Changes(FoundPlugins.In(both.Folders).Glances()).Select(change => change.Path));
        File.Delete(folder["b/One/One.dll"]);
        Assert.Empty(registry.Changes(FoundPlugins.In(both.Folders).Glances()));
    }

    /// <summary>A plugin that serves, with a further file.</summary>
    private void Open(string name, string? file = null)
    {
        SpecimenPlugin.CopyTo(Path.GetDirectoryName(folder[name])!, Path.GetFileName(name));
        if (file is not null)
        {
            folder.File(file, "x");
        }

        registry.Open(new PluginSources([Path.GetDirectoryName(folder[name])!], sources.Options));
    }

    private FoundPlugins Found() => FoundPlugins.In(sources.Folders);
}
