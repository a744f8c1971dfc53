using CC.Files;
using CC.Plugins.InfoWriter;

namespace CC.Plugins.Tests.InfoWriter;

public sealed class FileStoreTests
{
    [Fact]
    public void A_file_is_stored_with_its_time_and_acknowledged()
    {
        using var writer = new Writer();

        writer.Take(new Sent("content").ToMessage());

        Assert.Equal("content", writer.Content());
        Assert.Equal(1000.25, UnixSeconds.Of(FileStatus.Of(writer["web1/disk"])!.Value.ModifiedTime));
        Assert.Equal(("/var/info/disk", "a", 1, 0), (writer.LastAnswer.Filename, writer.LastAnswer.Gen, writer.LastAnswer.Done, writer.LastAnswer.Gap));
        Assert.Equal((1, 7), (writer.Metrics["written_files"], writer.Metrics["written_bytes"]));
        Assert.Equal(["web1/disk"], writer.Stored);
    }

    [Fact]
    public void A_file_of_a_sender_that_knows_no_acknowledgements_is_stored_and_not_answered()
    {
        using var writer = new Writer();

        writer.Take((new Sent("content") { UseBlob = false, Comp = "gzip" }).Plain().ToMessage());

        Assert.Equal("content", writer.Content());
        Assert.Empty(writer.Answers);
    }

    [Theory]
    [InlineData(1000.25, "two")]
    [InlineData(1000.3, "two")]
    [InlineData(1000.2, "one")]
    public void What_is_there_is_kept_if_it_was_written_later(double mtime, string expected)
    {
        using var writer = new Writer();
        writer.Take(new Sent("one").ToMessage());

        writer.Take((new Sent("two") { Mtime = mtime, Gen = "b" }).ToMessage());

        Assert.Equal(expected, writer.Content());
        Assert.Equal(("b", 1), (writer.LastAnswer.Gen, writer.LastAnswer.Done));
    }

    [Theory]
    [InlineData(WriteCompressed.No, "web1/disk")]
    [InlineData(WriteCompressed.Keep, "web1/disk.bz2")]
    [InlineData(WriteCompressed.Yes, "web1/disk.gz")]
    public void What_comes_twice_is_written_once(WriteCompressed how, string name)
    {
        using var writer = new Writer(new InfoWriterOptions { HostSubdirs = true, WriteCompressed = how, Compression = "gzip", Bakext = "~" });
        var sent = (new Sent("content") { Comp = "bzip2", Mtime = 1700000000.1234567 }).ToMessage();

        writer.Take(sent);
        writer.Take(sent, sent);

        Assert.Equal((1, 2, 3), (writer.Metrics["written_files"], writer.Metrics["kept_files"], writer.Answers.Count(answer => answer.Done == 1)));
        Assert.Equal([name], writer.Stored);
    }

    [Fact]
    public void Files_of_one_name_are_written_in_the_order_in_which_they_came()
    {
        using var writer = new Writer(new InfoWriterOptions { HostSubdirs = true, Bakext = "--prev" });

        writer.Take([.. Enumerable.Range(1, 9).Select(i => (new Sent($"{i}") { Mtime = 1000 + i, Gen = $"{i}" }).ToMessage())]);

        Assert.Equal(("9", "8"), (writer.Content(), writer.Content("web1/disk--prev")));
    }

    [Theory]
    [InlineData(WriteCompressed.No, "gzip", "", "", "disk")]
    [InlineData(WriteCompressed.No, "", "", "", "disk")]
    [InlineData(WriteCompressed.Keep, "gzip", "", "gzip", "disk.gz")]
    [InlineData(WriteCompressed.Keep, "", "", "", "disk")]
    [InlineData(WriteCompressed.Keep, "none", "", "", "disk")]
    [InlineData(WriteCompressed.Yes, "", "gzip", "gzip", "disk.gz")]
    [InlineData(WriteCompressed.Yes, "gzip", "gzip", "gzip", "disk.gz")]
    [InlineData(WriteCompressed.Yes, "gzip", "bzip2", "bzip2", "disk.bz2")]
    public void Files_and_pieces_are_stored_compressed_as_is_asked(WriteCompressed how, string received, string own, string expected, string name)
    {
        using var writer = new Writer(new InfoWriterOptions { HostSubdirs = true, WriteCompressed = how, Compression = own });
        var sent = new Sent("some content, some content") { Comp = received };
        var other = sent with { Host = "web2" };

        writer.Take(sent.ToMessage(), other.Piece(0, 9), other.Piece(9, 26));

        Assert.Equal([$"web1/{name}", $"web2/{name}"], writer.Stored);
        Assert.All(writer.Stored, file => Assert.Equal(
            "some content, some content"u8.ToArray(),
            Codec.Find(expected)!.Decompress(File.ReadAllBytes(writer[file]), 1000).ToArray()));
    }

    [Fact]
    public void Damaged_files_are_counted_and_not_answered()
    {
        using var writer = new Writer();

        writer.Take(
            (new Sent("x") { Comp = "gzip", Octets = [1, 2, 3] }).ToMessage(),
            (new Sent("x") { Comp = "bzip2", Octets = [1, 2, 3] }).ToMessage(),
            (new Sent("x") { Size = 2 }).ToMessage());

        Assert.Equal((3, 3), (writer.Metrics["count.dropped.bad-data"], writer.Metrics["count.dropped"]));
        Assert.Empty(writer.Answers);
        Assert.Empty(writer.Stored);
    }

    [Fact]
    public void What_can_not_be_written_is_counted_and_not_answered_and_comes_again()
    {
        using var writer = new Writer();
        Directory.CreateDirectory(writer["web1/disk"]);
        writer.Take(new Sent("content").ToMessage(), new Sent("content").Piece(0, 7));
        Assert.Equal((2, 0), (writer.Metrics["count.dropped.write-failed"], writer.Answers.Count));
        Directory.Delete(writer["web1/disk"]);

        writer.Take(new Sent("content").ToMessage());

        Assert.Equal("content", writer.Content());
        Assert.Equal(1, writer.LastAnswer.Done);
    }

    [Fact]
    public void A_writer_that_was_killed_leaves_nothing_behind()
    {
        using var writer = new Writer();
        writer.Take(new Sent("content").Piece(0, 3));
        Assert.Single(writer.Stored);

        writer.BeKilled();
        writer.Take(new Sent("content").ToMessage());

        Assert.Equal(["web1/disk"], writer.Stored);
    }

    [Fact]
    public void A_link_that_leads_out_is_neither_followed_nor_replaced_whenever_it_was_put_there()
    {
        using var writer = new Writer();
        writer.Take(new Sent("before").ToMessage());
        Directory.CreateDirectory(writer["../outside"]);
        File.CreateSymbolicLink(writer["web1/link"], writer["../outside/link"]);

        writer.Take(new Sent("one") { File = "/info/link" }.ToMessage(), new Sent("two") { Mtime = 2000 }.ToMessage());
        Directory.Move(writer["web1"], writer["moved"]);
        Directory.CreateSymbolicLink(writer["web1"], writer["../outside"]);
        writer.Take(new Sent("three") { Mtime = 3000 }.ToMessage());

        Assert.Equal("two", writer.Content("moved/disk"));
        Assert.NotNull(new FileInfo(writer["moved/link"]).LinkTarget);
        Assert.Empty(Directory.GetFiles(writer["../outside"]));
        Assert.Equal(2, writer.Metrics["count.dropped.write-failed"]);
    }
}
