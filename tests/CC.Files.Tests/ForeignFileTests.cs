using System.Text;
using CC.Sdk.Testing;

namespace CC.Files.Tests;

public sealed class ForeignFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_what_is_there_now_and_what_comes()
    {
        var path = folder.File("a", "one");
        using var file = ForeignFile.OpenRead(path)!;
        File.AppendAllText(path, "two");
        var content = new byte[6];

        Assert.Equal((6, "onetwo"), (RandomAccess.Read(file, content, 0), Encoding.UTF8.GetString(content)));
    }

    [Fact]
    public void Does_not_keep_others_from_opening_their_file_for_themselves_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the system has such locks of its own");
        var path = folder.File("a", "one");
        using var file = ForeignFile.OpenRead(path);

        using var theirs = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
        using var again = ForeignFile.OpenRead(path);

        Assert.NotNull(again);
    }

    [Fact]
    public void What_is_not_there_can_not_be_opened()
    {
        Assert.Null(ForeignFile.OpenRead(folder["missing"]));
        Assert.Null(ForeignFile.OpenRead(Path.Combine(folder.File("a", ""), "below")));
    }

    [Fact]
    public void What_may_not_be_read_is_told_from_what_is_not_there()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("whoever runs this may read everything");
            return;
        }

        var path = folder.File("a", "one");
        File.SetUnixFileMode(path, UnixFileMode.None);

        Assert.Throws<UnauthorizedAccessException>(() => ForeignFile.OpenRead(path));
    }
}
