using CC.Plugins.Tests.TailWriter;
using CC.Sdk;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>What is acknowledged is on the disk: the file before it takes its place, and the place before the answer.</summary>
public sealed class DurabilityTests
{
    private readonly RecordingFlusher flusher = new();

    [Fact]
    public void Few_files_are_flushed_one_by_one_and_then_their_folders()
    {
        using var writer = new Writer(flusher: flusher);

        writer.Take(Files(2));

        Assert.Equal([".new has content 0", ".new has content 1", "folder web1", "folder info"], Events());
        Assert.Equal(2, writer.Answers.Count);
    }

    [Fact]
    public void Many_files_are_flushed_at_once()
    {
        using var writer = new Writer(flusher: flusher);

        writer.Take(Files(20));

        Assert.Equal(["file system", "folder web1", "folder info"], Events());
        Assert.Equal(20, writer.Answers.Count);
    }

    [Fact]
    public void Where_file_systems_can_not_be_flushed_many_files_are_flushed_one_by_one()
    {
        flusher.HasFileSystem = false;
        using var writer = new Writer(flusher: flusher);

        writer.Take(Files(20));

        Assert.Equal(1 + 20 + 2, Events().Count());
        Assert.Equal(20, writer.Answers.Count);
    }

    [Fact]
    public void A_long_file_is_flushed_by_itself_even_among_many_and_only_once()
    {
        using var writer = new Writer(flusher: flusher);
        var piece = new Sent("0123456789") { File = "/var/info/long" };

        writer.Take([piece.Piece(0, 4), piece.Piece(4, 10), .. Files(20)]);
        Assert.Equal([".new has 0123456789", "file system", "folder web1", "folder info"], Events());

        flusher.Events.Clear();
        writer.Take((piece with { Mtime = 2000, Gen = "b" }).Piece(0, 10));
        Assert.Equal([".new has 0123456789", "folder web1"], Events());
    }

    [Fact]
    public void What_could_not_be_flushed_does_not_take_its_place_and_is_not_answered()
    {
        using var writer = new Writer(flusher: flusher);
        flusher.Broken = Path.GetFileName(writer.Own.Next("")).Replace("-1.new", "-3.new", StringComparison.Ordinal);

        writer.Take(Files(3));

        Assert.Equal(["web1/f0", "web1/f2"], writer.Stored);
        Assert.Equal(["/info/f0", "/info/f2"], writer.Answers.Select(answer => answer.Filename));
        Assert.Equal(1, writer.Metrics["count.dropped.write-failed"]);
    }

    [Fact]
    public void Nothing_is_flushed_where_that_is_left_to_the_system()
    {
        using var writer = new Writer(new() { HostSubdirs = true, Fsync = false }, flusher);

        writer.Take([.. Files(20), new Sent("0123456789").Piece(0, 10)]);

        Assert.Empty(flusher.Events);
        Assert.Equal(21, writer.Answers.Count);
    }

    private static Message[] Files(int count) => [.. Enumerable.Range(0, count).Select(i => new Sent($"content {i}") { File = $"/info/f{i}" }.ToMessage())];

    /// <summary>What was flushed, without the part of names that is another one each time.</summary>
    private IEnumerable<string> Events() => flusher.Events.Select(what => what.StartsWith('.') ? what[what.IndexOf(".new", StringComparison.Ordinal)..] : what);
}
