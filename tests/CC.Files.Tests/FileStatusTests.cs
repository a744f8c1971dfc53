using CC.Sdk.Testing;

namespace CC.Files.Tests;

public sealed class FileStatusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_path_and_an_open_file_tell_the_same()
    {
        var path = folder.File("a", "12345");
        using var file = File.OpenHandle(path);

        var status = FileStatus.Of(file);

        Assert.Equal(status, FileStatus.Of(path));
        Assert.Equal(5, status.Length);
        Assert.True(status.IsRegular);
    }

    [Fact]
    public void A_file_stays_the_same_under_another_name()
    {
        var path = folder.File("a", "");
        var before = FileStatus.Of(path)!.Value.Identity;

        File.Move(path, folder["b"]);

        Assert.Equal(before, FileStatus.Of(folder["b"])!.Value.Identity);
    }

    [Fact]
    public void A_file_made_anew_is_another_one()
    {
        var path = folder.File("a", "");
        var before = FileStatus.Of(path)!.Value.Identity;
        File.Move(path, folder["b"]);

        folder.File("a", "");

        Assert.NotEqual(before, FileStatus.Of(path)!.Value.Identity);
    }

    [Fact]
    public void A_file_stays_the_same_when_its_device_gets_another_number()
    {
        var file = new FileIdentity(Device: 1, Inode: 2, Birth: 3);

        Assert.Equal(file, file with { Device = 9 });
        Assert.Equal(file.GetHashCode(), (file with { Device = 9 }).GetHashCode());
        Assert.NotEqual(file, file with { Inode = 9 });
        Assert.NotEqual(file, file with { Birth = 9 });
        Assert.NotEqual(file with { Birth = 0 }, file with { Birth = 0, Device = 9 });
    }

    [Fact]
    public void The_birth_is_the_time_at_which_a_file_was_made()
    {
        var birth = FileStatus.Of(folder.File("a", ""))!.Value.Identity.Birth;

        Assert.InRange(DateTime.UnixEpoch.AddTicks(birth), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void Links_are_followed()
    {
        var path = folder.File("a", "123");
        File.CreateSymbolicLink(folder["link"], path);

        Assert.Equal(FileStatus.Of(path), FileStatus.Of(folder["link"]));
    }

    [Fact]
    public void What_is_not_there_has_no_status()
    {
        File.CreateSymbolicLink(folder["dangling"], folder["nowhere"]);
        File.CreateSymbolicLink(folder["itself"], folder["itself"]);

        Assert.Null(FileStatus.Of(folder["missing"]));
        Assert.Null(FileStatus.Of(folder["dangling"]));
        Assert.Null(FileStatus.Of(folder["itself"]));
        Assert.Null(FileStatus.Of(Path.Combine(folder.File("file", ""), "below")));
        Assert.Null(FileStatus.Of(folder[new string('n', 300)]));
    }

    [Fact]
    public void A_folder_is_no_file_proper() => Assert.False(FileStatus.Of(folder.Path)!.Value.IsRegular);
}
