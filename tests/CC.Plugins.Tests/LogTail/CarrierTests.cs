using CC.Sdk.Bodies;

namespace CC.Plugins.Tests.LogTail;

public sealed class CarrierTests : IDisposable
{
    private readonly TailBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Files_are_carried_in_the_order_of_their_names_each_whole_before_the_next()
    {
        bench.Log("b.log", "from b\n");
        bench.Carry();
        bench.Append("b.log", "more of b\n");
        bench.Log("d.log", "from d\n");
        bench.Log("c.log", "from c\n");
        bench.Log("a.log", "too early\n");
        bench.Log("e.txt", "no log\n");
        bench.Carry();

        Assert.Equal("from b\nmore of b\nfrom c\nfrom d\n", bench.Carried);
        Assert.Equal(3, bench.Tailer.Metrics["tailed_files"]);
        Assert.Equal(bench.Carried.Length, bench.Tailer.Metrics["tailed_bytes"]);
    }

    [Fact]
    public void A_file_that_has_a_successor_is_looked_at_once_more_before_that_begins()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Log("b.log", "from b\n");
        bench.Tailer.Settle();

        bench.Append("a.log", "just in time\n");
        bench.Carry();

        Assert.Equal("one\njust in time\nfrom b\n", bench.Carried);
    }

    [Fact]
    public void Files_that_nobody_writes_to_any_more_are_not_waited_for()
    {
        bench.Tailer.Settle();
        for (var i = 0; i < 5; i++)
        {
            File.SetLastWriteTimeUtc(bench.Log($"{i}.log", $"{i}\n"), DateTime.UtcNow.AddSeconds(-1));
        }

        bench.Tailer.Settle();

        Assert.Equal("0\n1\n2\n3\n4\n", bench.Carried);
    }

    [Fact]
    public void A_file_dated_in_the_future_is_looked_at_once_more()
    {
        bench.Tailer.Settle();
        File.SetLastWriteTimeUtc(bench.Log("a.log", "one\n"), DateTime.UtcNow.AddHours(1));
        bench.Log("b.log", "two\n");

        bench.Tailer.Settle();

        Assert.Equal("one\n", bench.Carried);
    }

    [Fact]
    public void What_comes_late_to_a_file_that_has_a_successor_is_carried()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Log("b.log", "from b\n");
        bench.Carry();

        bench.Append("a.log", "late\n");
        bench.Carry();

        Assert.Equal("one\nfrom b\nlate\n", bench.Carried);
    }

    [Fact]
    public void In_a_folder_that_was_empty_everything_is_new()
    {
        bench.Carry();

        bench.Log("b.log", "from b\n");
        bench.Log("a.log", "from a\n");
        bench.Carry();

        Assert.Equal("from a\nfrom b\n", bench.Carried);
    }

    [Fact]
    public void A_file_made_anew_under_its_name_is_another_one()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        File.Move(bench.Folder["logs/a.log"], bench.Folder["logs/a.old"]);
        bench.Log("a.log", "two\n");
        bench.Carry();

        Assert.Equal("one\ntwo\n", bench.Carried);
        Assert.Equal([0, 0], bench.Pieces.Select(piece => piece.Body.Fpos));
        Assert.Equal(2, bench.Pieces.Select(piece => (piece.Body.StIno, piece.Body.Gen)).Distinct().Count());
    }

    [Fact]
    public void A_file_cut_short_without_a_copy_goes_on_as_another_content()
    {
        bench.Log("a.log", "a long line before the cut\n");
        bench.Carry();
        using (var file = new FileStream(bench.Folder["logs/a.log"], FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write("short\n"u8);
        }

        bench.Carry();

        Assert.Equal("a long line before the cut\nshort\n", bench.Carried);
        Assert.EndsWith("-1", bench.Pieces.Last().Body.Gen);
        Assert.True(bench.Says("was cut short"));
    }

    [Fact]
    public void Nothing_but_the_window_is_on_its_way()
    {
        using var small = new TailBench(options => options with { BufferBytes = new(100), AckWindow = new(300) });
        small.Log("a.log", new string('x', 2000));

        small.Tailer.Settle();

        Assert.Equal(300, small.Carried.Length);
    }

    [Fact]
    public void After_a_silence_what_is_not_acknowledged_is_sent_again()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Append("a.log", "two\n");
        bench.Tailer.Settle();

        bench.Tailer.Time.Advance(TimeSpan.FromSeconds(5));
        bench.Tailer.Settle();

        Assert.Equal("one\ntwo\ntwo\n", bench.Carried);
        Assert.Equal(4, bench.Tailer.Metrics["tailed_resent_bytes"]);
        Assert.True(bench.Says("no acknowledgement for 5 s"));
        bench.Carry();
        bench.Acknowledge(bench.Sent[^1].Body, 8);
        bench.Carry();
        Assert.True(bench.Says("answers again"));
    }

    [Fact]
    public void A_receiver_that_lacks_something_is_sent_it_at_once()
    {
        bench.Log("a.log", "one\n");
        bench.Tailer.Settle();

        bench.Acknowledge(bench.Sent[^1].Body, 1, gap: 1);
        bench.Tailer.Settle();

        Assert.Equal((1, "ne\n"), (bench.Sent[^1].Body.Fpos, bench.Sent[^1].Content));
    }

    [Fact]
    public void Answers_that_make_no_sense_change_nothing()
    {
        bench.Log("a.log", "one\n");
        bench.Tailer.Settle();
        var body = bench.Sent[^1].Body;

        bench.Acknowledge(body, -1);
        bench.Acknowledge(body with { Gen = "ffffffff-0" }, 2);
        bench.Acknowledge(body with { Gen = "no generation" }, 2);
        bench.Acknowledge(body with { StIno = 1 }, 2);
        bench.Acknowledge(body with { Filename = "/other" }, 2);
        bench.Append("a.log", "two\n");
        bench.Tailer.Settle();

        Assert.Equal("one\ntwo\n", bench.Carried);
        Assert.False(bench.Says("acknowledges"));
    }

    [Fact]
    public void A_receiver_that_has_more_than_the_file_has_an_earlier_content_of_it()
    {
        bench.Log("a.log", "one\n");
        bench.Tailer.Settle();

        bench.Acknowledge(bench.Sent[^1].Body, 99);
        bench.Carry();

        Assert.Equal(("one\n", 0), (bench.Sent[^1].Content, bench.Sent[^1].Body.Fpos));
        Assert.EndsWith("-1", bench.Sent[^1].Body.Gen);
    }

    [Fact]
    public void A_receiver_that_never_answers_is_asked_three_times_and_then_sent_to_without_waiting()
    {
        using var small = new TailBench(options => options with { BufferBytes = new(100), AckWindow = new(300) });
        small.Log("a.log", new string('x', 2000));
        for (var i = 0; i < 4; i++)
        {
            small.Tailer.Settle();
            small.Tailer.Time.Advance(TimeSpan.FromSeconds(8));
        }

        small.Tailer.Settle();

        Assert.Equal(2000, small.Carried.Length);
        Assert.Equal(3, small.Sent.Count(piece => piece.Body.OpMode == LogtailFragment.Question && piece.Body.Fpos > 0));
        Assert.True(small.Says("without acknowledgements"));
    }

    [Fact]
    public void A_receiver_that_answers_after_all_gets_what_it_lacks()
    {
        using var small = new TailBench(options => options with { BufferBytes = new(100), AckWindow = new(300) });
        small.Log("a.log", new string('x', 500));
        for (var i = 0; i < 4; i++)
        {
            small.Tailer.Settle();
            small.Tailer.Time.Advance(TimeSpan.FromSeconds(8));
        }

        small.Tailer.Settle();
        var before = small.Pieces.Count();
        small.Acknowledge(small.Sent[0].Body, 200);
        small.Tailer.Settle();

        Assert.Equal(200, small.Pieces.ElementAt(before).Body.Fpos);
    }

    [Fact]
    public void A_receiver_that_answers_after_all_gets_every_file_that_is_still_there()
    {
        bench.Tailer.Settle();
        for (var i = 0; i < 160; i++)
        {
            bench.Log($"f-{i:000}.log", $"from {i:000}\n");
        }

        for (var i = 0; i < 200; i++)
        {
            bench.Tailer.Settle();
            bench.Tailer.Time.Advance(TimeSpan.FromSeconds(8));
        }

        var sent = bench.Pieces.Count();
        bench.Tailer.Save();
        bench.Tailer.Restart(isKilled: true);
        bench.Tailer.Settle();
        bench.Tailer.Time.Advance(TimeSpan.FromMinutes(20));
        bench.Tailer.Settle();
        bench.Acknowledge(bench.Sent[^1].Body, 0);
        bench.Carry();

        Assert.Equal(160, sent);
        Assert.Equal(Enumerable.Range(0, 160).Select(i => $"from {i:000}\n"), bench.Pieces.Skip(sent).Select(piece => piece.Content).Order());
        Assert.Equal(0, bench.Tailer.Metrics["tailed_lost_bytes"]);
    }

    [Fact]
    public void Without_acknowledgements_nothing_is_waited_for()
    {
        using var plain = new TailBench(options => options with { Ack = false, BufferBytes = new(100), AckWindow = new(300) });
        plain.Log("a.log", new string('x', 2000));

        plain.Tailer.Settle();

        Assert.Equal(2000, plain.Carried.Length);
        Assert.All(plain.Sent, piece => Assert.Equal((0, null, null, null), (piece.Body.Ack, piece.Body.Gen, piece.Body.Start, piece.Body.Length)));
    }

    [Fact]
    public void Without_a_route_it_waits_and_loses_nothing()
    {
        bench.HasRoute = false;
        bench.Log("a.log", "one\n");
        Assert.Equal(TimeSpan.FromSeconds(1), bench.Tailer.Settle());
        Assert.True(bench.Says("no route"));

        bench.HasRoute = true;
        bench.Carry();

        Assert.Equal("one\n", bench.Carried);
    }

    [Fact]
    public void With_compression_what_is_there_waits_a_moment_for_more()
    {
        using var packed = new TailBench(options => options with { Compression = "gzip" });
        packed.Log("a.log", "one\n");

        Assert.InRange(packed.Tailer.Settle(), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        packed.Append("a.log", "two\n");
        Assert.Empty(packed.Pieces);
        packed.Tailer.Time.Advance(TimeSpan.FromSeconds(1));
        packed.Tailer.Settle();

        Assert.Equal("one\ntwo\n", Assert.Single(packed.Pieces).Content);
    }

    [Fact]
    public void Only_what_was_acknowledged_is_saved()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Append("a.log", "two\n");
        bench.Tailer.Settle();
        bench.Tailer.Restart(isKilled: false);
        bench.Tailer.Settle();

        Assert.Equal("one\ntwo\ntwo\n", bench.Carried);
    }

    [Fact]
    public void A_file_deleted_before_its_turn_is_counted_as_lost_and_the_next_one_is_carried()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Append("a.log", "never read\n");
        bench.Tailer.Restart(isKilled: false);
        File.Delete(bench.Folder["logs/a.log"]);
        bench.Log("b.log", "from b\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one\nfrom b\n", bench.Carried);
        Assert.True(bench.Says("is gone"));
    }

    [Fact]
    public void A_file_deleted_while_it_is_followed_is_carried_to_its_end()
    {
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Append("a.log", "two\n");
        File.Delete(bench.Folder["logs/a.log"]);
        bench.Log("b.log", "from b\n");
        bench.Carry();

        Assert.Equal("one\ntwo\nfrom b\n", bench.Carried);
    }

    [Fact]
    public void A_file_that_can_not_be_read_is_waited_for()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("whoever runs this may read everything");
            return;
        }

        bench.Log("a.log", "one\n");
        bench.Carry();
        var next = new FileInfo(bench.Log("b.log", "from b\n")) { UnixFileMode = UnixFileMode.None };
        bench.Carry();
        Assert.Equal("one\n", bench.Carried);
        Assert.True(bench.Says("tried again"));

        next.UnixFileMode = UnixFileMode.UserRead;
        bench.Tailer.Time.Advance(TimeSpan.FromSeconds(5));
        bench.Carry();

        Assert.Equal("one\nfrom b\n", bench.Carried);
    }
}
