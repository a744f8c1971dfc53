namespace CC.Plugins.Tests.TailWriter;

/// <summary>Senders that take no acknowledgements, such as those of CC 0.8.7: what comes is stored, and nothing is answered.</summary>
public sealed class PlainSenderTests : IDisposable
{
    private readonly WriterBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void What_comes_is_appended_and_never_answered()
    {
        bench.Store(new Piece("one\n").Plain(), new Piece("two\n", 4).Plain());

        Assert.Equal("one\ntwo\n", bench.Stored);
        Assert.Empty(bench.Answers);
    }

    [Fact]
    public void A_gap_is_told_of_once()
    {
        bench.Store(new Piece("one\n").Plain(), new Piece("three\n", 8).Plain(), new Piece("five\n", 20).Plain());

        Assert.Equal("one\nthree\nfive\n", bench.Stored);
        Assert.Single(bench.Writer.Logger.Lines, line => line.Text.Contains("sync lost", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_written_before_a_crash_stays_since_it_is_not_sent_again()
    {
        bench.Store(new Piece("one\n").Plain());
        bench.Take(new Piece("two\n", 4).Plain());

        bench.Writer.Kill();
        bench.Store(new Piece("three\n", 8).Plain());

        Assert.Equal("one\ntwo\nthree\n", bench.Stored);
    }

    [Fact]
    public void A_rotated_file_that_starts_anew_gets_another_target()
    {
        bench.Store(new Piece("one\n") { OpMode = "rotated" }.Plain());
        bench.Store(new Piece("new\n") { OpMode = "rotated" }.Plain());

        Assert.Equal(2, bench.Files.Count());
    }

    [Fact]
    public void A_sender_may_learn_to_take_acknowledgements()
    {
        bench.Store(new Piece("one\n").Plain());

        bench.Store(new Piece("two\n", 4) with { Start = 4 });

        Assert.Equal("one\ntwo\n", bench.Stored);
        Assert.Equal(8, Assert.Single(bench.Answers).Fpos);
    }

    [Fact]
    public void An_empty_piece_is_no_harm()
    {
        bench.Store(new Piece("").Plain(), new Piece("one\n").Plain());

        Assert.Equal("one\n", bench.Stored);
    }
}
