using CC.Plugins.LogTail;
using CC.Sdk.Options;

namespace CC.Plugins.Tests.LogTail;

public sealed class ResumptionTests
{
    [Theory]
    [InlineData(StartPosition.End, "new\n")]
    [InlineData(StartPosition.Beginning, "old\nnew\n")]
    public void The_first_start_begins_with_the_newest_file_where_the_option_says(StartPosition start, string carried)
    {
        using var bench = new TailBench(options => options with { StartPosition = start });
        bench.Log("a.log", "older\n");
        bench.Log("b.log", "old\n");
        bench.Carry();

        bench.Append("b.log", "new\n");
        bench.Carry();

        Assert.Equal(carried, bench.Carried);
    }

    [Fact]
    public void A_saved_position_is_resumed_through_all_files_that_came_meanwhile()
    {
        using var bench = new TailBench();
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Tailer.Save();

        bench.Append("a.log", "two\n");
        bench.Log("b.log", "from b\n");
        bench.Log("c.log", "from c\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one\ntwo\nfrom b\nfrom c\n", bench.Carried);
    }

    [Fact]
    public void A_file_that_comes_while_the_tailer_is_down_is_carried_from_its_beginning()
    {
        using var bench = new TailBench(options => options with { StartPosition = StartPosition.End });
        bench.Carry();
        bench.Tailer.Save();

        bench.Log("a.log", "one\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one\n", bench.Carried);
    }

    [Fact]
    public void With_a_damaged_position_every_file_is_carried_from_its_start_and_the_receiver_asked_what_it_has()
    {
        using var bench = new TailBench(options => options with { StartPosition = StartPosition.End });
        bench.Log("a.log", "older\n");
        bench.Log("b.log", "one\ntwo\n");
        bench.Folder.File("save", "damaged");

        bench.Carry();

        Assert.True(bench.Says("is damaged"));
        Assert.Equal(("probe", 0), (bench.Sent[0].Body.OpMode, bench.Sent[0].Body.Fpos));
        Assert.Equal("older\none\ntwo\n", bench.Carried);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_a_damaged_position_nothing_is_lost_of_files_that_came_meanwhile(bool isPreviousThere)
    {
        using var bench = new TailBench(options => options with { BufferBytes = new(100) });
        bench.Log("f-1.log", "one\n");
        bench.Carry();
        bench.Tailer.Save();
        bench.Tailer.Save();
        bench.Append("f-1.log", "more of one\n");
        bench.Log("f-2.log", "two\n");
        bench.Log("f-3.log", "three\n");

        bench.Folder.File("save", "damaged");
        if (!isPreviousThere)
        {
            File.Delete(bench.Folder["save.old"]);
        }

        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal((isPreviousThere ? "one\n" : "one\none\n") + "more of one\ntwo\nthree\n", bench.Carried);
        Assert.True(bench.Says(isPreviousThere ? "position saved before" : "so is the one saved before"));
    }

    [Fact]
    public void With_a_damaged_position_a_file_renamed_meanwhile_is_carried_before_the_new_one()
    {
        using var bench = new TailBench(Rotated);
        bench.Log("app.log", "one\n");
        bench.Carry();
        bench.Append("app.log", "two\n");
        File.Move(bench.Folder["logs/app.log"], bench.Folder["logs/app.log.1"]);
        bench.Log("app.log", "three\n");

        bench.Folder.File("save", "");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one\none\ntwo\nthree\n", bench.Carried);
    }

    [Fact]
    public void With_a_damaged_position_little_is_sent_of_what_the_receiver_has_already()
    {
        using var bench = new TailBench();
        bench.Folder.File("save", "damaged");
        bench.Log("a.log", new string('x', 100_000));
        bench.Tailer.Settle();

        bench.Acknowledge(bench.Sent[^1].Body, 100_000);
        bench.Carry();

        Assert.Equal(16 * 1024, bench.Carried.Length);
    }

    [Fact]
    public void A_file_that_is_gone_is_said_and_what_follows_is_carried()
    {
        using var bench = new TailBench();
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Append("a.log", "not read before it was deleted\n");
        bench.Tailer.Save();

        File.Delete(bench.Folder["logs/a.log"]);
        bench.Log("b.log", "from b\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.True(bench.Says("is gone"));
        Assert.Equal("one\nfrom b\n", bench.Carried);
    }

    [Fact]
    public void A_file_renamed_while_the_tailer_is_down_is_carried_to_its_end_before_the_new_one()
    {
        using var bench = new TailBench(Rotated);
        bench.Log("app.log", "one\n");
        bench.Carry();
        bench.Tailer.Save();

        bench.Append("app.log", "two\n");
        File.Move(bench.Folder["logs/app.log"], bench.Folder["logs/app.log.1"]);
        bench.Log("app.log", "three\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one\ntwo\nthree\n", bench.Carried);
    }

    [Fact]
    public void Another_file_with_the_same_inode_is_not_taken_for_the_one_that_was_saved()
    {
        using var bench = new TailBench();
        bench.Log("a.log", "one and more\n");
        bench.Carry();
        bench.Tailer.Save();
        var saved = SavedPosition.Load(bench.Folder["save"])!;

        File.WriteAllText(bench.Folder["logs/a.log"], "quite another content\n");
        var flow = saved.Flows[0];
        (saved with { Flows = [flow with { Identity = flow.Identity with { Birth = flow.Identity.Birth - 1 }, Holder = flow.Holder with { Birth = flow.Holder.Birth - 1 } }] }).Save(bench.Folder["save"]);
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one and more\nquite another content\n", bench.Carried);
        Assert.Equal(0, bench.Pieces.Last().Body.Fpos);
    }

    [Fact]
    public void A_file_rewritten_in_place_is_not_taken_for_what_it_was()
    {
        using var bench = new TailBench();
        bench.Log("a.log", "one and more\n");
        bench.Carry();
        bench.Tailer.Save();

        File.WriteAllText(bench.Folder["logs/a.log"], "quite another content, and longer\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one and more\nquite another content, and longer\n", bench.Carried);
        Assert.EndsWith("-1", bench.Pieces.Last().Body.Gen);
    }

    [Fact]
    public void A_device_with_another_number_changes_nothing_not_even_for_the_receiver()
    {
        using var bench = new TailBench();
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Tailer.Save();
        var saved = SavedPosition.Load(bench.Folder["save"])!;
        var flow = saved.Flows[0];

        (saved with { Flows = [flow with { Identity = flow.Identity with { Device = 99 }, Holder = flow.Holder with { Device = 99 } }] }).Save(bench.Folder["save"]);
        bench.Append("a.log", "two\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();

        Assert.Equal("one\ntwo\n", bench.Carried);
        Assert.Equal((99ul, 4), (bench.Pieces.Last().Body.StDev, bench.Pieces.Last().Body.Fpos));
    }

    [Fact]
    public void A_position_of_the_original_is_resumed()
    {
        using var bench = new TailBench();
        var log = bench.Log("a.log", "one\ntwo\n");
        bench.Folder.File("save", $"4\t{log}");

        bench.Carry();

        Assert.Equal("two\n", bench.Carried);
    }

    [Theory]
    [InlineData(12, "one\ntwo\nfrom b\n")]
    [InlineData(10, "one\nafter\n")]
    public void Farther_behind_than_allowed_it_goes_on_at_the_newest_files_end(int limit, string carried)
    {
        using var bench = new TailBench(options => options with { LagMaxBytes = new ByteSize(limit) });
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Tailer.Save();

        bench.Append("a.log", "two\n");
        bench.Log("b.log", "from b\n");
        bench.Tailer.Restart(isKilled: true);
        bench.Carry();
        bench.Append("b.log", "after\n");
        bench.Carry();

        Assert.StartsWith(carried, bench.Carried);
        Assert.Equal(limit < 11 ? 11 : 0, bench.Tailer.Metrics["tailed_skipped_bytes"]);
    }

    [Fact]
    public void What_is_known_of_the_receiver_outlives_a_restart()
    {
        using var bench = new TailBench();
        bench.Log("a.log", "one\n");
        bench.Carry();
        bench.Tailer.Restart(isKilled: false);
        bench.Append("a.log", "two\n");
        bench.Tailer.Settle();

        bench.Tailer.Time.Advance(TimeSpan.FromSeconds(5));
        bench.Tailer.Settle();

        Assert.Equal("one\ntwo\ntwo\n", bench.Carried);
    }

    private static LogTailOptions Rotated(LogTailOptions options) => options with { OperationMode = OperationMode.Rotated, Logname = "app.log" };
}
