using System.Text;
using CC.Sdk.Testing;
using Microsoft.Win32.SafeHandles;

namespace CC.Files.Tests;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Replaces_the_whole_content()
    {
        var path = folder.File("a", "something longer");

        DurableFile.ReplaceAndOpen(path, "new"u8, DiskFlusher.Instance).Dispose();

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_new_file_may_be_kept_open()
    {
        var path = folder.File("a", "old");

        using var file = DurableFile.ReplaceAndOpen(path, "new"u8, DiskFlusher.Instance);
        RandomAccess.Write(file, "er"u8, 3);

        Assert.Equal("newer", File.ReadAllText(path));
    }

    [Fact]
    public void The_new_content_is_on_the_disk_before_it_has_the_name_and_the_name_before_it_counts()
    {
        var path = folder.File("a", "old");
        var flusher = new WatchedFlusher(() => string.Join(", ", Directory.GetFiles(folder.Path).Order().Select(File.ReadAllText)));

        DurableFile.ReplaceAndOpen(path, "new"u8, flusher).Dispose();

        Assert.Equal(["file: old, new", $"{folder.Path}: new"], flusher.Flushed);
    }

    [Fact]
    public void What_is_left_of_an_attempt_that_was_cut_off_does_not_matter()
    {
        var path = folder.File("a", "old");
        folder.File("a.new", "half written, and longer than what comes");

        DurableFile.ReplaceAndOpen(path, "new"u8, DiskFlusher.Instance).Dispose();

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_failed_attempt_leaves_the_old_content()
    {
        var path = folder.File("a", "old");
        folder.Folder("a.new");

        Assert.ThrowsAny<Exception>(() => DurableFile.ReplaceAndOpen(path, Encoding.UTF8.GetBytes("new"), DiskFlusher.Instance));

        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void One_at_a_time_holds_a_lock()
    {
        using var first = LockFile.TryTake(folder["lock"]);
        using var second = LockFile.TryTake(folder["lock"]);
        first!.Dispose();
        using var third = LockFile.TryTake(folder["lock"]);

        Assert.Null(second);
        Assert.NotNull(third);
    }

    /// <summary>Flushes nothing, and takes down how things are when it should.</summary>
    private sealed class WatchedFlusher(Func<string> state) : IFlusher
    {
        public List<string> Flushed { get; } = [];

        public void FlushFile(SafeFileHandle file) => Flushed.Add($"file: {state()}");

        public void FlushFolder(string folder) => Flushed.Add($"{folder}: {state()}");

        public bool TryFlushFileSystem(SafeFileHandle file) => false;
    }
}
