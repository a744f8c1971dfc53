using CC.Files;
using CC.Sdk.Testing;
using CC.Server.Plugins;

namespace CC.Server.Tests.Plugins;

public sealed class PluginCopiesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_copy_has_all_files_and_goes_with_its_owner()
    {
        var main = SpecimenPlugin.CopyTo(folder.Path, "One");
        Directory.CreateDirectory(folder["One/more"]);
        folder.File("One/more/data", "x");

        using var copies = new PluginCopies(TimeProvider.System);
        using var copy = copies.Make(main);
        var copied = Path.Combine(Path.GetDirectoryName(copy.Main)!, "more", "data");
        var wasThere = File.ReadAllText(copied) == "x" && File.ReadAllBytes(copy.Main).SequenceEqual(File.ReadAllBytes(main));
        copies.Dispose();

        Assert.True(wasThere);
        Assert.Equal(folder["One/more/data"], copy.OriginalOf(copied));
        Assert.False(File.Exists(copied));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_process_has_left_is_removed(bool hasLock)
    {
        var left = Left(hasLock);

        using var copies = new PluginCopies(TimeProvider.System);
        await copies.WhenSwept;

        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public async Task What_is_in_use_is_left_alone()
    {
        using var used = new PluginCopies(TimeProvider.System);
        var inUse = used.Make(SpecimenPlugin.CopyTo(folder.Path, "One")).Main;
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(Path.GetDirectoryName(inUse))!, DateTime.UnixEpoch);

        using var next = new PluginCopies(TimeProvider.System);
        await next.WhenSwept;

        Assert.True(File.Exists(inUse));
    }

    [Fact]
    public async Task What_may_just_be_beginning_is_left_alone()
    {
        var fresh = Left(hasLock: false);
        Directory.SetLastWriteTimeUtc(fresh, TimeProvider.System.GetUtcNow().UtcDateTime);

        using var copies = new PluginCopies(TimeProvider.System);
        await copies.WhenSwept;

        Assert.True(Directory.Exists(fresh));
        Directory.Delete(fresh, recursive: true);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void What_another_user_has_left_is_left_alone(uint distance, bool isRemoved)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system does not tell whose a folder is.");
        var left = folder.Folder("left");
        var owner = FileStatus.Of(left)!.Value.Owner;

        Assert.Equal(isRemoved, PluginCopies.MayRemove(left, owner + distance, DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task A_link_to_elsewhere_is_not_followed()
    {
        var elsewhere = folder.Folder("elsewhere");
        folder.File("elsewhere/data", "x");
        Directory.SetLastWriteTimeUtc(elsewhere, DateTime.UnixEpoch);
        var link = Path.Combine(Path.GetTempPath(), $"ccserver-plugins-{Path.GetRandomFileName()}");
        Directory.CreateSymbolicLink(link, elsewhere);

        using var copies = new PluginCopies(TimeProvider.System);
        await copies.WhenSwept;

        Directory.Delete(link);
        Assert.Equal([folder["elsewhere/data"]], Directory.GetFiles(elsewhere));
    }

    private static string Left(bool hasLock)
    {
        var left = Directory.CreateTempSubdirectory("ccserver-plugins-").FullName;
        Directory.CreateDirectory(Path.Combine(left, "1"));
        if (hasLock)
        {
            File.WriteAllText(Path.Combine(left, ".lock"), "");
        }

        Directory.SetLastWriteTimeUtc(left, DateTime.UnixEpoch);
        return left;
    }
}
