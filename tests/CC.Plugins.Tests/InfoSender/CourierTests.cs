using CC.Files;
using CC.Sdk.Options;

namespace CC.Plugins.Tests.InfoSender;

public sealed class CourierTests
{
    [Fact]
    public async Task A_file_is_sent_when_it_was_left_alone_for_a_while()
    {
        using var departures = new Departures();
        departures.Write("disk", "one");
        Assert.Empty(await departures.AfterAsync(0));
        Assert.Empty(await departures.AfterAsync(0.9));
        departures.Write("disk", "three");
        Assert.Empty(await departures.AfterAsync(0.9));
        Assert.Empty(await departures.AfterAsync(0.9));

        var (body, content) = Assert.Single(await departures.AfterAsync(0.2));

        Assert.Equal(("pub.infofile", departures["disk"], "three", 1, 5), (body.Req, body.Filename, content, body.Ack, body.Size));
        Assert.Equal(UnixSeconds.Of((File.GetLastWriteTimeUtc(departures["disk"]) - DateTime.UnixEpoch).Ticks), body.Mtime);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("gzip", true)]
    [InlineData("bzip2", false)]
    public async Task Files_travel_as_is_asked(string compression, bool useBlob)
    {
        using var departures = new Departures(new() { Compression = compression, UseBlob = useBlob, MsgSuffix = "some.thing" });
        departures.Write("disk", "content");

        var (body, content) = Assert.Single(await departures.SettledAsync());

        Assert.Equal(("pub.infofile.some.thing", compression, "content", useBlob), (body.Req, body.Comp, content, body.Data.Length == 0));
    }

    [Fact]
    public async Task What_is_acknowledged_is_not_sent_again_not_even_after_a_restart()
    {
        using var departures = new Departures();
        departures.Write("disk", "one");
        departures.Done(Assert.Single(await departures.SettledAsync()).Body);

        Assert.Empty(await departures.AfterAsync(100));
        departures.Restart();
        Assert.Empty(await departures.SettledAsync());
        departures.Write("disk", "other");

        Assert.Equal("other", Assert.Single(await departures.SettledAsync()).Content);
        Assert.Equal(1, departures.Metrics["infosender.acknowledged"]);
    }

    [Fact]
    public async Task What_is_not_acknowledged_is_sent_again_in_growing_intervals_and_after_a_restart()
    {
        using var departures = new Departures();
        departures.Write("known", "x");
        departures.Done(Assert.Single(await departures.SettledAsync()).Body);
        departures.Write("disk", "one");
        Assert.Single(await departures.SettledAsync());

        Assert.Empty(await departures.AfterAsync(4.9));
        Assert.Single(await departures.AfterAsync(0.1));
        Assert.Single(await departures.AfterAsync(5));
        Assert.Empty(await departures.AfterAsync(9));
        Assert.Single(await departures.AfterAsync(1));
        departures.Restart();

        Assert.Equal("one", Assert.Single(await departures.SettledAsync()).Content);
        Assert.Equal(3, departures.Metrics["infosender.resent"]);
        Assert.Single(departures.Logger.Lines, line => line.Text.Contains("no acknowledgement"));
    }

    [Fact]
    public async Task A_file_with_another_content_under_the_same_time_and_length_is_sent()
    {
        using var departures = new Departures();
        departures.Write("disk", "one");
        var time = File.GetLastWriteTimeUtc(departures["disk"]);
        departures.Done(Assert.Single(await departures.SettledAsync()).Body);
        departures.Write("aside", "two");
        File.SetLastWriteTimeUtc(departures["aside"], time);
        File.Move(departures["aside"], departures["disk"], overwrite: true);

        var (body, content) = Assert.Single(await departures.SettledAsync());

        Assert.Equal(("two", UnixSeconds.Of((time - DateTime.UnixEpoch).Ticks)), (content, body.Mtime));
    }

    [Fact]
    public async Task Only_so_many_files_and_octets_are_on_their_way()
    {
        using var departures = new Departures(new() { AckFiles = 3, AckWindow = new ByteSize(64 * 1024) });
        departures.Write("a", new string('a', 60 * 1024));
        departures.Write("b", new string('b', 60 * 1024));
        departures.Write("c", "c");
        departures.Write("d", "d");
        var first = Assert.Single(await departures.SettledAsync());

        departures.Done(first.Body);
        var next = await departures.AfterAsync(0);

        Assert.Equal(["b", "c", "d"], next.Select(file => Path.GetFileName(file.Body.Filename)));
        departures.Write("e", "e");
        Assert.Empty(await departures.SettledAsync());
    }

    [Fact]
    public async Task A_late_acknowledgement_of_what_a_file_was_before_is_none_of_what_it_is()
    {
        using var departures = new Departures();
        departures.Write("disk", "one");
        var (before, _) = Assert.Single(await departures.SettledAsync());
        departures.Write("disk", "other");
        await departures.AfterAsync(0.1);

        departures.Done(before);

        Assert.Equal("other", Assert.Single(await departures.SettledAsync()).Content);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_sent_each_file_and_when_it_answers_after_all_again()
    {
        using var departures = new Departures();
        departures.Write("a", "a");
        Assert.Single(await departures.SettledAsync());
        await departures.AfterAsync(5);
        await departures.AfterAsync(5);
        await departures.AfterAsync(10);
        departures.Write("b", "b");

        Assert.Equal("b", Assert.Single(await departures.SettledAsync()).Content);
        var (question, content) = Assert.Single(await departures.AfterAsync(100));
        departures.Done(question);

        var again = await departures.AfterAsync(0);
        Assert.Equal(["a", "b"], again.Select(file => file.Content));
        Assert.Equal((again[0].Body.Filename, again[0].Body.Mtime - 1, "a"), (question.Filename, question.Mtime, content));
        Assert.Single(departures.Logger.Lines, line => line.Text.Contains("never answered"));
    }

    [Fact]
    public async Task Without_acknowledgements_files_are_sent_once_and_again_after_a_restart()
    {
        using var departures = new Departures(new() { Ack = false });
        departures.Write("a", "a");
        var (body, _) = Assert.Single(await departures.SettledAsync());
        Assert.Empty(await departures.AfterAsync(100));
        departures.Restart();

        Assert.Single(await departures.SettledAsync());
        Assert.Equal((0, null, null), (body.Ack, body.Gen, body.Size));
    }

    [Fact]
    public async Task A_file_whose_name_is_refused_is_given_up_until_it_changes()
    {
        using var departures = new Departures();
        departures.Write("bad", "x");
        departures.Write("good", "x");
        var sent = await departures.SettledAsync();
        departures.Answer(sent[0].Body, done: 0, next: -1, gap: 3);
        departures.Done(sent[1].Body);

        Assert.Empty(await departures.AfterAsync(100));
        departures.Write("bad", "other");

        Assert.Single(await departures.SettledAsync());
        Assert.Equal(1, departures.Metrics["infosender.refused"]);
    }

    [Fact]
    public async Task Files_wait_for_a_route()
    {
        using var departures = new Departures { HasRoute = false };
        departures.Write("disk", "x");
        await departures.SettledAsync();

        departures.HasRoute = true;

        Assert.Single(await departures.AfterAsync(1));
        Assert.Single(departures.Logger.Lines, line => line.Text.Contains("no route"));
    }

    [Fact]
    public async Task A_file_that_goes_and_comes_back_as_it_was_is_not_sent_again_unless_it_was_away_for_long()
    {
        using var departures = new Departures();
        departures.Write("disk", "x");
        departures.Done(Assert.Single(await departures.SettledAsync()).Body);

        Directory.Move(departures.Options.Infodir, $"{departures.Options.Infodir}-away");
        Assert.Empty(await departures.AfterAsync(3000));
        Directory.Move($"{departures.Options.Infodir}-away", departures.Options.Infodir);
        Assert.Empty(await departures.SettledAsync());
        Directory.Move(departures.Options.Infodir, $"{departures.Options.Infodir}-away");
        await departures.AfterAsync(1);
        await departures.AfterAsync(3600);
        Directory.Move($"{departures.Options.Infodir}-away", departures.Options.Infodir);

        Assert.Single(await departures.SettledAsync());
    }

    [Fact]
    public async Task Changes_that_the_system_does_not_tell_of_are_found()
    {
        using var departures = new Departures();
        await departures.AfterAsync(0);
        departures.Write("disk", "x");

        Assert.Empty(await departures.AfterAsync(29, FolderChange.None));
        await departures.AfterAsync(1, FolderChange.None);

        Assert.Single(await departures.AfterAsync(1, FolderChange.None));
    }
}
