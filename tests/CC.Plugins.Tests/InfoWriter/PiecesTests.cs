using CC.Files;
using CC.Sdk.Bodies;

namespace CC.Plugins.Tests.InfoWriter;

/// <summary>Long files, which come in pieces.</summary>
public sealed class PiecesTests
{
    private static readonly Sent Long = new("0123456789");

    [Fact]
    public void Pieces_make_a_file_once_all_are_there()
    {
        using var writer = new Writer();

        writer.Take(Long.Piece(0, 4), Long.Piece(4, 8));
        Assert.False(File.Exists(writer["web1/disk"]));
        writer.Take(Long.Piece(8, 10));

        Assert.Equal("0123456789", writer.Content());
        Assert.Equal([(0, 4, 0), (0, 8, 0), (1, 10, 0)], writer.Answers.Select(Told));
        Assert.Equal(1000.25, UnixSeconds.Of(FileStatus.Of(writer["web1/disk"])!.Value.ModifiedTime));
        Assert.Equal(["web1/disk"], writer.Stored);
    }

    [Fact]
    public void Pieces_that_are_there_or_do_not_follow_are_answered_with_what_is_wanted()
    {
        using var writer = new Writer();

        writer.Take(Long.Piece(4, 8), Long.Piece(0, 4), Long.Piece(0, 4), Long.Piece(8, 10), Long.Piece(2, 6), Long.Piece(4, 10));

        Assert.Equal([(0, 0, 1), (0, 4, 0), (0, 4, 0), (0, 4, 1), (0, 4, 1), (1, 10, 0)], writer.Answers.Select(Told));
        Assert.Equal("0123456789", writer.Content());
    }

    [Fact]
    public void A_writer_that_was_killed_wants_the_file_from_its_start()
    {
        using var writer = new Writer();
        writer.Take(Long.Piece(0, 4));

        writer.BeKilled();
        writer.Take(Long.Piece(4, 8), Long.Piece(0, 10));

        Assert.Equal([(0, 4, 0), (0, 0, 1), (1, 10, 0)], writer.Answers.Select(Told));
        Assert.Equal(["web1/disk"], writer.Stored);
    }

    [Fact]
    public void Pieces_of_another_content_begin_anew()
    {
        using var writer = new Writer();
        var other = new Sent("abcdef") { Gen = "b", Mtime = 1001 };

        writer.Take(Long.Piece(0, 4), other.Piece(0, 3), Long.Piece(4, 8), Long.Piece(0, 4), other.Piece(3, 6));

        Assert.Equal("abcdef", writer.Content());
        Assert.Equal([(0, 4, 0), (0, 3, 0), (1, 6, 0)], writer.Answers.Select(Told));
    }

    [Fact]
    public void A_file_that_is_stored_need_not_be_sent_again()
    {
        using var writer = new Writer();
        writer.Take(Long.Piece(0, 10));

        writer.Take(Long.Piece(0, 4));
        writer.Take((Long with { Gen = "older", Mtime = 999 }).Piece(0, 4));

        Assert.Equal([(1, 10, 0), (1, 10, 0), (1, 10, 0)], writer.Answers.Select(Told));
    }

    [Fact]
    public void The_same_content_after_a_restart_keeps_the_one_before_that()
    {
        using var writer = new Writer(new() { HostSubdirs = true, Bakext = "~" });
        writer.Take((new Sent("before") { Mtime = 900, Gen = "b" }).ToMessage());
        writer.Take(Long.Piece(0, 10));

        writer.BeKilled();
        writer.Take(Long.Piece(0, 4), Long.Piece(4, 10));

        Assert.Equal(("0123456789", "before"), (writer.Content(), writer.Content("web1/disk~")));
        Assert.Equal(["web1/disk", "web1/disk~"], writer.Stored);
    }

    [Theory]
    [InlineData("SHA-256:00")]
    [InlineData("")]
    public void What_the_pieces_make_has_to_be_what_the_sender_has(string hash)
    {
        using var writer = new Writer();

        writer.Take((Long with { Hash = hash }).Piece(0, 10));

        Assert.Equal((1, 0), (writer.Metrics["count.dropped.bad-data"], writer.Answers.Count));
        Assert.Empty(writer.Stored);
    }

    [Fact]
    public void What_goes_beyond_the_end_is_damaged()
    {
        using var writer = new Writer();

        writer.Take((Long with { Octets = new byte[11] }).Piece(0, 10));

        Assert.Equal(1, writer.Metrics["count.dropped.bad-data"]);
        Assert.Empty(writer.Stored);
    }

    [Fact]
    public void After_a_failed_write_the_file_begins_anew()
    {
        using var writer = new Writer();
        writer.Take(Long.Piece(0, 4));
        Directory.CreateDirectory(writer["web1/disk"]);

        writer.Take(Long.Piece(4, 8));
        var left = writer.Stored.ToArray();
        Directory.Delete(writer["web1/disk"]);
        writer.Take(Long.Piece(4, 8), Long.Piece(0, 10));

        Assert.Empty(left);
        Assert.Equal(1, writer.Metrics["count.dropped.write-failed"]);
        Assert.Equal([(0, 4, 0), (0, 0, 1), (1, 10, 0)], writer.Answers.Select(Told));
        Assert.Equal("0123456789", writer.Content());
    }

    [Fact]
    public void What_comes_no_further_is_dropped_after_a_while()
    {
        using var writer = new Writer();
        writer.Take(Long.Piece(0, 4));

        writer.Time.Advance(TimeSpan.FromMinutes(11));
        writer.DropIdle();

        Assert.Empty(writer.Stored);
    }

    [Fact]
    public void Only_so_many_long_files_are_on_their_way_at_once()
    {
        using var writer = new Writer();

        writer.Take([.. Enumerable.Range(0, 33).Select(i => (Long with { File = $"/info/{i}" }).Piece(0, 4))]);

        Assert.Equal((1, 32), (writer.Metrics["count.dropped.too-many-files"], writer.Answers.Count));
    }

    private static (int, long, int) Told(InfoFileAck answer) => (answer.Done, answer.Fpos, answer.Gap);
}
