using CC.Sdk.Testing;

namespace CC.Files.Tests;

public sealed class SecondNameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_name_keeps_what_a_file_was()
    {
        folder.File("second", "before that");
        var path = folder.File("file", "before");

        SecondName.Give(path, folder["second"], folder["aside"]);
        File.Move(folder.File("next", "after"), path, overwrite: true);

        Assert.Equal(("after", "before"), (File.ReadAllText(path), File.ReadAllText(folder["second"])));
        Assert.False(File.Exists(folder["aside"]));
    }

    [Fact]
    public void The_same_name_may_be_given_twice()
    {
        var path = folder.File("file", "content");

        SecondName.Give(path, folder["second"], folder["aside"]);
        SecondName.Give(path, folder["second"], folder["aside"]);

        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void What_is_not_there_gets_no_name()
    {
        SecondName.Give(folder["file"], folder["second"], folder["aside"]);

        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
