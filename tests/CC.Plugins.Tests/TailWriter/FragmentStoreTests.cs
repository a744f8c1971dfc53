namespace CC.Plugins.Tests.TailWriter;

public sealed class FragmentStoreTests : IDisposable
{
    private readonly WriterBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Nothing_is_acknowledged_before_it_is_committed()
    {
        bench.Take(new Piece("one\n"), new Piece("two\n", 4));
        Assert.Empty(bench.Answers);

        bench.Writer.Commit();

        var ack = Assert.Single(bench.Answers);
        Assert.Equal(("/var/log/app.log", 1ul, 7ul, "a0-0", 8L, 0), (ack.Filename, ack.StDev, ack.StIno, ack.Gen, ack.Fpos, ack.Gap));
        Assert.Equal("one\ntwo\n", bench.Stored);
        Assert.Equal(8, bench.Writer.Metrics["appended_bytes"]);
    }

    [Fact]
    public void What_came_twice_is_stored_once_and_acknowledged_again()
    {
        bench.Store(new Piece("one\n"), new Piece("two\n", 4));

        var again = bench.Store(new Piece("one\n"));

        Assert.Equal(8, Assert.Single(again).Fpos);
        Assert.Equal("one\ntwo\n", bench.Stored);
    }

    [Fact]
    public void Of_what_overlaps_the_rest_is_stored()
    {
        bench.Store(new Piece("one\n"));

        var ack = Assert.Single(bench.Store(new Piece("one\ntwo\n")));

        Assert.Equal((8, 0), (ack.Fpos, ack.Gap));
        Assert.Equal("one\ntwo\n", bench.Stored);
    }

    [Fact]
    public void What_leaves_a_gap_is_refused_counted_and_sent_back()
    {
        bench.Store(new Piece("one\n"));

        var ack = Assert.Single(bench.Store(new Piece("three\n", 8)));

        Assert.Equal((4, 1), (ack.Fpos, ack.Gap));
        Assert.Equal("one\n", bench.Stored);
        Assert.Equal(1, bench.Writer.Metrics["count.dropped.gap"]);
    }

    [Fact]
    public void Those_that_follow_a_gap_are_not_each_answered()
    {
        bench.Store(new Piece("one\n"));
        bench.Store(new Piece("three\n", 8));

        Assert.Empty(bench.Store(new Piece("four\n", 14)));
        bench.Writer.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(4, Assert.Single(bench.Store(new Piece("four\n", 14))).Fpos);
        Assert.Equal(3, bench.Writer.Metrics["count.dropped.gap"]);
    }

    [Fact]
    public void A_content_has_to_begin_at_its_start()
    {
        var ack = Assert.Single(bench.Store(new Piece("late\n", 50) with { Start = 20 }));

        Assert.Equal(("a0-0", 20, 2), (ack.Gen, ack.Fpos, ack.Gap));
        Assert.Empty(bench.Files);
    }

    [Fact]
    public void A_content_that_must_not_begin_yet_waits()
    {
        var ack = Assert.Single(bench.Store(new Piece("next\n") with { Start = -1 }));

        Assert.Equal((0, 2), (ack.Fpos, ack.Gap));
        Assert.Empty(bench.Files);
    }

    [Fact]
    public void Pieces_of_an_earlier_content_are_answered_with_the_later_one()
    {
        bench.Store(new Piece("after the cut\n") with { Gen = "a0-1" });

        var ack = Assert.Single(bench.Store(new Piece("one\n")));

        Assert.Equal(("a0-1", 14, 1), (ack.Gen, ack.Fpos, ack.Gap));
        Assert.Equal("after the cut\n", bench.Stored);
    }

    [Fact]
    public void A_question_is_answered_at_once_and_stores_nothing()
    {
        var question = new Piece("", 4) { OpMode = "probe" };
        var unknown = Assert.Single(bench.Store(question));
        bench.Store(new Piece("one\n"));

        var known = Assert.Single(bench.Store(question));

        Assert.Equal((2, 4), (unknown.Gap, known.Fpos));
        Assert.Equal("one\n", bench.Stored);
    }

    [Fact]
    public void Positions_outlive_the_process()
    {
        bench.Store(new Piece("one\n"));

        bench.Writer.Kill();
        bench.Store(new Piece("one\n"), new Piece("two\n", 4));

        Assert.Equal("one\ntwo\n", bench.Stored);
    }

    [Fact]
    public void What_a_crash_has_half_written_is_dropped()
    {
        bench.Store(new Piece("one\n"));
        bench.Take(new Piece("two\n", 4));

        bench.Writer.Kill();
        bench.Store(new Piece("two\nthree\n", 4));

        Assert.Equal("one\ntwo\nthree\n", bench.Stored);
    }

    [Fact]
    public void What_a_crash_has_half_written_to_a_new_file_is_dropped()
    {
        bench.Take(new Piece("one\n"));

        bench.Writer.Kill();
        bench.Store(new Piece("one\ntwo\n"));

        Assert.Equal("one\ntwo\n", bench.Stored);
    }

    [Fact]
    public void What_a_crash_has_half_written_after_somebody_renamed_the_target_is_dropped()
    {
        bench.Store(new Piece("one\n"));
        File.Move(bench.Target, bench.Target + ".1");
        bench.Store(new Piece("two\n", 4));
        bench.Take(new Piece("three\n", 8));

        bench.Writer.Kill();
        bench.Store(new Piece("three\n", 8));

        Assert.Equal(("one\ntwo\n", "three\n"), (File.ReadAllText(bench.Target + ".1"), bench.Stored));
    }

    [Fact]
    public void What_a_crash_has_half_written_after_somebody_cut_the_target_is_dropped()
    {
        bench.Store(new Piece("one\n"));
        using (var file = new FileStream(bench.Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
        }

        bench.Take(new Piece("two\nand more\n", 4));

        bench.Writer.Kill();
        bench.Store(new Piece("two\nand more\n", 4));

        Assert.Equal("two\nand more\n", bench.Stored);
    }

    [Fact]
    public void A_target_that_somebody_replaces_is_found_by_its_name()
    {
        bench.Store(new Piece("one\n"));
        File.Move(bench.Target, bench.Target + ".1");

        bench.Store(new Piece("two\n", 4));
        bench.Store(new Piece("three\n", 8));

        Assert.Equal("three\n", bench.Stored);
    }

    [Fact]
    public void A_target_closed_for_idleness_is_appended_to_later()
    {
        bench.Store(new Piece("one\n"));
        bench.Writer.Time.Advance(TimeSpan.FromMinutes(1));
        bench.Writer.CloseIdle();

        bench.Store(new Piece("two\n", 4));

        Assert.Equal("one\ntwo\n", bench.Stored);
    }

    [Fact]
    public void A_rotated_file_gets_a_target_for_each_content_and_keeps_it_when_it_was_idle()
    {
        bench.Store(new Piece("one\n") { OpMode = "rotated" });
        bench.Writer.Time.Advance(TimeSpan.FromMinutes(1));
        bench.Writer.CloseIdle();
        bench.Store(new Piece("two\n", 4) { OpMode = "rotated" });
        bench.Store(new Piece("next\n") { OpMode = "rotated", Inode = 8, Gen = "b0-0" });

        Assert.Equal(["web1/app.log.2026-01-01_00-00-00", "web1/app.log.2026-01-01_00-01-00"], bench.Files);
        Assert.Equal("one\ntwo\n", File.ReadAllText(bench.Folder["copies/web1/app.log.2026-01-01_00-00-00"]));
    }

    [Fact]
    public void More_files_than_may_be_open_are_all_stored()
    {
        var hosts = Enumerable.Range(0, 30).Select(i => $"web{i}").ToArray();
        bench.Store([.. hosts.Select(host => new Piece("one\n") { Host = host })]);
        bench.Store([.. hosts.Select(host => new Piece("two\n", 4) { Host = host })]);

        Assert.All(hosts, host => Assert.Equal("one\ntwo\n", File.ReadAllText(bench.Folder[$"copies/{host}/app.log"])));
    }

    [Fact]
    public void Damaged_data_is_counted_told_once_and_not_acknowledged()
    {
        var damaged = new Piece("one\n") { Comp = "gzip", Octets = [1, 2, 3] };

        bench.Store(damaged);
        bench.Store(damaged);

        Assert.Equal(2, bench.Writer.Metrics["count.dropped.bad-data"]);
        Assert.Single(bench.Writer.Logger.Lines, line => line.Text.Contains("of no use", StringComparison.Ordinal));
        Assert.All(bench.Answers, ack => Assert.Equal(0, ack.Fpos));
    }

    [Fact]
    public void Two_files_with_one_target_are_told_of()
    {
        bench.Store(new Piece("one\n"), new Piece("other\n") { File = "/opt/app.log", Inode = 8 }, new Piece("two\n", 4));

        Assert.Single(bench.Writer.Logger.Lines, line => line.Text.Contains("%(filepath)s", StringComparison.Ordinal));
    }
}
