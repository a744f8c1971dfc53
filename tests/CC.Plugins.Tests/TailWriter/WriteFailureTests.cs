using System.Diagnostics;

namespace CC.Plugins.Tests.TailWriter;

public sealed class WriteFailureTests : IDisposable
{
    private readonly WriterBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void What_can_not_be_stored_is_not_acknowledged_and_stored_when_it_comes_again()
    {
        Directory.CreateDirectory(bench.Target);
        Assert.Empty(bench.Store(new Piece("one\n")));
        Assert.Empty(bench.Store(new Piece("two\n", 4)));
        Directory.Delete(bench.Target);

        var ack = Assert.Single(bench.Store(new Piece("one\n"), new Piece("two\n", 4)));

        Assert.Equal(8, ack.Fpos);
        Assert.Equal("one\ntwo\n", bench.Stored);
        Assert.Equal(1, bench.Writer.Metrics["count.dropped.write-failed"]);
        Assert.Single(bench.Writer.Logger.Lines, line => line.Text.Contains("can't be written", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_of_one_target_does_not_hold_up_others()
    {
        Directory.CreateDirectory(bench.Target);

        var ack = Assert.Single(bench.Store(new Piece("one\n"), new Piece("other\n") { Host = "web2" }));

        Assert.Equal(6, ack.Fpos);
    }

    [Fact]
    public void Links_that_lead_out_are_not_followed()
    {
        var outside = bench.Folder.File("secret", "old\n");
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        File.CreateSymbolicLink(bench.Target, outside);
        Directory.CreateSymbolicLink(bench.Folder["copies/web2"], bench.Folder.Folder("elsewhere"));

        bench.Store(new Piece("one\n"), new Piece("one\n") { Host = "web2" });

        Assert.Equal("old\n", File.ReadAllText(outside));
        Assert.Empty(Directory.GetFileSystemEntries(bench.Folder["elsewhere"]));
        Assert.Empty(bench.Answers);
        Assert.Equal(2, bench.Writer.Metrics["count.dropped.write-failed"]);
    }

    [Fact]
    public void A_pipe_in_place_of_a_target_does_not_block_the_writer()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        using (var made = Process.Start("mkfifo", bench.Target))
        {
            made.WaitForExit();
        }

        Assert.Empty(bench.Store(new Piece("one\n")));
        Assert.Equal(1, bench.Writer.Metrics["count.dropped.write-failed"]);
    }

    [Fact]
    public void A_full_disk_is_waited_for()
    {
        using var disk = SmallDisk.TryMount(bench.Folder["copies/web1"]);
        Assert.SkipWhen(disk is null, "a file system can't be mounted here");
        disk.Fill();
        var much = new Piece(new string('x', 100_000));
        bench.Store(new Piece("one\n"), much with { At = 4 });
        Assert.DoesNotContain(bench.Answers, ack => ack.Fpos > 4);

        disk.Clear();
        var ack = bench.Store(new Piece("one\n"), much with { At = 4 })[^1];

        Assert.Equal(100_004, ack.Fpos);
        Assert.Equal("one\n" + much.Content, bench.Stored);
    }
}
