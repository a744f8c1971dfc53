using System.Text;
using CC.Files;

namespace CC.Plugins.Tests.TailWriter;

public sealed class CompressionTests
{
    [Theory]
    [InlineData("no", "", "web1/app.log", "none")]
    [InlineData("no", "gzip", "web1/app.log", "none")]
    [InlineData("keep", "", "web1/app.log", "none")]
    [InlineData("keep", "gzip", "web1/app.log.gz", "gzip")]
    [InlineData("keep", "bzip2", "web1/app.log.bz2", "bzip2")]
    [InlineData("yes", "", "web1/app.log.gz", "gzip")]
    [InlineData("yes", "gzip", "web1/app.log.gz", "gzip")]
    [InlineData("yes", "bzip2", "web1/app.log.gz", "gzip")]
    public void What_arrives_is_stored_as_the_option_says(string option, string received, string target, string stored)
    {
        using var bench = new WriterBench(options => options with { WriteCompressed = Enum.Parse<WriteCompressed>(option, ignoreCase: true), Compression = "gzip" });

        var pieces = new[] { new Piece("one\n") { Comp = received }, new Piece("two\n", 4) { Comp = received } };
        bench.Store(pieces);
        bench.Writer.Time.Advance(TimeSpan.FromSeconds(4));
        bench.Store(pieces[0], new Piece("e\ntwo\nthree\n", 2) { Comp = received });
        bench.Writer.Time.Advance(TimeSpan.FromSeconds(4));
        bench.Writer.Commit();

        Assert.Equal([target], bench.Files);
        Assert.Equal("one\ntwo\nthree\n", Unpacked(bench, target, stored));
        Assert.Equal(14, bench.Answers[^1].Fpos);
    }

    [Fact]
    public void What_waits_to_be_compressed_is_not_acknowledged_and_does_not_wait_for_long()
    {
        using var bench = new WriterBench(options => options with { WriteCompressed = WriteCompressed.Yes, Compression = "gzip" });

        bench.Store(new Piece("one\n"));
        bench.Writer.Kill();
        bench.Store(new Piece("one\n"));
        Assert.All(bench.Answers, ack => Assert.Equal(0, ack.Fpos));
        bench.Writer.Time.Advance(TimeSpan.FromSeconds(3));
        bench.Writer.Commit();

        Assert.Equal(4, bench.Answers[^1].Fpos);
        Assert.Equal("one\n", Unpacked(bench, "web1/app.log.gz", "gzip"));
    }

    [Fact]
    public void Who_asks_has_it_compressed_at_once()
    {
        using var bench = new WriterBench(options => options with { WriteCompressed = WriteCompressed.Yes, Compression = "gzip" });
        bench.Store(new Piece("one\n"));

        var ack = Assert.Single(bench.Store(new Piece("", 4) { OpMode = "probe" }));

        Assert.Equal(4, ack.Fpos);
    }

    [Fact]
    public void What_waits_is_compressed_as_one()
    {
        using var bench = new WriterBench(options => options with { WriteCompressed = WriteCompressed.Yes, Compression = "gzip", BufferBytes = new(64 * 1024) });
        var piece = new string('x', 40_000);

        bench.Store(new Piece(piece), new Piece(piece, 40_000));

        Assert.Equal(40_000, Assert.Single(bench.Answers).Fpos);
    }

    [Fact]
    public void A_file_that_comes_compressed_in_another_way_goes_on_in_another_target()
    {
        using var bench = new WriterBench(options => options with { WriteCompressed = WriteCompressed.Keep });

        bench.Store(new Piece("one\n") { Comp = "gzip" }, new Piece("two\n", 4));

        Assert.Equal(["web1/app.log", "web1/app.log.gz"], bench.Files);
        Assert.Equal(("one\n", "two\n"), (Unpacked(bench, "web1/app.log.gz", "gzip"), bench.Stored));
    }

    private static string Unpacked(WriterBench bench, string target, string codec) =>
        Encoding.UTF8.GetString(Codec.Find(codec)!.Decompress(File.ReadAllBytes(bench.Folder[$"copies/{target}"]), int.MaxValue).Span);
}
