using CC.Files;
using CC.Plugins.TailWriter;

namespace CC.Plugins.Tests.TailWriter;

/// <summary>What is flushed, and when: an answer says that the data outlives the machine.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly RecordingFlusher flusher = new();
    private readonly WriterBench bench;

    public DurabilityTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere a file can't be told by its descriptor");
        bench = new WriterBench(options => options with { Fsync = true }, flusher);
        Assert.Equal(["folder copies"], flusher.Events); // The journal is new.
        flusher.Events.Clear();
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_new_target_is_announced_then_flushed_with_its_folders_then_noted_then_acknowledged()
    {
        bench.Store(new Piece("one\n"));

        Assert.Equal(["noted 0", "app.log has one|", "folder web1", "folder copies", "noted 4", "answered 4"], flusher.Events);
    }

    [Fact]
    public void What_is_appended_to_a_known_target_is_flushed_then_noted_then_acknowledged()
    {
        bench.Store(new Piece("one\n"));
        flusher.Events.Clear();

        bench.Store(new Piece("two\n", 4));

        Assert.Equal(["app.log has one|two|", "noted 8", "answered 8"], flusher.Events);
    }

    [Fact]
    public void What_can_not_be_flushed_is_neither_noted_nor_acknowledged()
    {
        flusher.Broken = "app.log";

        bench.Store(new Piece("one\n"));

        Assert.Equal(["noted 0", "app.log has one|"], flusher.Events);
        Assert.Equal("", bench.Stored);
    }

    [Fact]
    public void Nothing_is_acknowledged_when_its_position_can_not_be_noted()
    {
        bench.Store(new Piece("one\n"));
        flusher.Events.Clear();
        flusher.Broken = ".tailwriter.positions";

        bench.Store(new Piece("two\n", 4));

        Assert.Equal(["app.log has one|two|", "noted 8"], flusher.Events);
        Assert.Equal("one\n", bench.Stored);
    }

    [Theory]
    [InlineData(8, true, 0, 8)]
    [InlineData(9, true, 1, 0)]
    [InlineData(9, false, 1, 9)]
    public void Many_targets_are_flushed_as_a_file_system_where_that_can_be_done(int count, bool canBeDone, int asFileSystem, int oneByOne)
    {
        flusher.HasFileSystem = canBeDone;
        var targets = Enumerable.Range(0, count).Select(i => Target.Open(bench.Folder[$"copies/app.log{i}"], Codec.None, level: 6)).ToArray();

        new TargetFlush(new TailWriterOptions { Dstdir = bench.Folder["copies"] }, flusher).Flush(targets);

        Assert.Equal(asFileSystem, flusher.Events.Count(what => what == "file system"));
        Assert.Equal(oneByOne, flusher.Events.Count(what => what.StartsWith("app.log", StringComparison.Ordinal)));
        Assert.Equal(oneByOne > 0, flusher.Events.Contains("folder copies"));
        Array.ForEach(targets, target => target.Dispose());
    }

    [Fact]
    public void Without_fsync_nothing_is_flushed()
    {
        var idle = new RecordingFlusher();
        using var quick = new WriterBench(flusher: idle);

        quick.Store(new Piece("one\n"));
        quick.Store(new Piece("two\n", 4));

        Assert.Equal(["answered 4", "answered 8"], idle.Events);
    }
}
