namespace CC.Plugins.Tests.LogTail;

public sealed class SenderTests
{
    [Theory]
    [InlineData("", "pub.logtail")]
    [InlineData("web", "pub.logtail.web")]
    [InlineData("web.eu-1", "pub.logtail.web.eu-1")]
    public void The_suffix_is_part_of_the_type(string suffix, string type)
    {
        using var bench = new TailBench(options => options with { MsgSuffix = suffix });

        Carry(bench);

        Assert.Equal(type, bench.Sent[0].Body.Req);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fragment_says_where_it_belongs(bool useBlob)
    {
        using var bench = new TailBench(options => options with { UseBlob = useBlob });

        Carry(bench);

        var (body, content) = bench.Pieces.First();
        Assert.Equal((bench.Folder["logs/a.log"], 0, "b", "", "", 1, 0, 4), (body.Filename, body.Fpos, body.Mode, body.OpMode, body.Comp, body.Ack, body.Start, body.Length));
        Assert.Equal("one\n", content);
        Assert.Equal(useBlob, body.Data.Length == 0);
        Assert.Equal(useBlob, bench.HasBlobs);
        Assert.NotEqual(0u, body.StIno);
        Assert.EndsWith("-0", body.Gen);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public void Compression_is_named(string compression)
    {
        using var bench = new TailBench(options => options with { Compression = compression, BufferDelay = TimeSpan.Zero });

        Carry(bench);

        Assert.Equal((compression, "one\n"), (bench.Pieces.First().Body.Comp, bench.Pieces.First().Content));
    }

    [Theory]
    [InlineData(CC.Plugins.LogTail.OperationMode.Classic, "classic")]
    [InlineData(CC.Plugins.LogTail.OperationMode.Rotated, "rotated")]
    public void The_mode_of_operation_is_told_as_configured(CC.Plugins.LogTail.OperationMode mode, string opMode)
    {
        using var bench = new TailBench(options => options with { OperationMode = mode, Logname = "a.log" });

        Carry(bench);

        Assert.Equal(opMode, bench.Pieces.First().Body.OpMode);
    }

    [Fact]
    public void What_follows_a_content_that_is_not_acknowledged_must_not_begin_before_it()
    {
        using var bench = new TailBench(options => options with { OperationMode = CC.Plugins.LogTail.OperationMode.Rotated, Logname = "a.log" });
        bench.Log("a.log", "one\n");
        for (var i = 0; i < 4; i++)
        {
            bench.Tailer.Settle();
            bench.Tailer.Time.Advance(TimeSpan.FromSeconds(8));
        }

        File.Move(bench.Folder["logs/a.log"], bench.Folder["logs/a.log.1"]);
        bench.Log("a.log", "two\n");
        bench.Tailer.Settle();
        bench.Tailer.Time.Advance(TimeSpan.FromSeconds(1));
        bench.Tailer.Settle();

        Assert.Equal([("one\n", 0), ("two\n", -1)], bench.Pieces.Select(piece => (piece.Content, piece.Body.Start!.Value)));
    }

    private static void Carry(TailBench bench)
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
    }
}
