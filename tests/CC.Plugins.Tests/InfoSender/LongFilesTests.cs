using CC.Plugins.InfoSender;
using CC.Sdk.Bodies;
using CC.Sdk.Options;

namespace CC.Plugins.Tests.InfoSender;

public sealed class LongFilesTests
{
    private const int Piece = 4096;

    private static readonly InfoSenderOptions Options = new() { PieceBytes = new ByteSize(Piece), AckWindow = new ByteSize(64 * 1024), MaxWhole = new ByteSize(20_000) };

    private static readonly string Content = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}\n"));

    [Fact]
    public async Task Pieces_follow_once_the_receiver_has_answered_and_the_last_one_has_the_hash()
    {
        using var departures = new Departures(Options);
        departures.Write("long", Content);

        var first = Assert.Single(await departures.SettledAsync());
        departures.Wants(first.Body, Piece);
        var rest = await departures.AfterAsync(0);

        Assert.Equal((null, departures["long"], 0, Content.Length), (first.Body.Filename, first.Body.PieceOf, first.Body.Fpos, first.Body.Size));
        Assert.Equal(Content, string.Concat(rest.Prepend(first).Select(piece => piece.Content)));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(departures["long"])));
        Assert.Equal($"SHA-256:{hash}", Assert.Single(rest.Prepend(first), piece => piece.Body.Hash is not null).Body.Hash);
        Assert.Equal(rest[^1].Body.Hash, $"SHA-256:{hash}");
        departures.Done(rest[^1].Body);
        Assert.Empty(await departures.AfterAsync(100));
    }

    [Fact]
    public async Task A_receiver_that_has_lost_what_it_had_gets_it_again_once()
    {
        using var departures = new Departures(Options);
        departures.Write("long", Content);
        var first = Assert.Single(await departures.SettledAsync());
        departures.Wants(first.Body, Piece);
        var rest = await departures.AfterAsync(0);

        departures.Wants(first.Body, 0, gap: 1);
        departures.Wants(first.Body, 0, gap: 1);
        var again = await departures.AfterAsync(0);
        departures.Wants(first.Body, 0, gap: 1);

        Assert.Equal(Content, string.Concat(again.Select(piece => piece.Content)));
        Assert.Equal(rest[^1].Body.Hash, again[^1].Body.Hash);
        Assert.Empty(await departures.AfterAsync(0));
    }

    [Fact]
    public async Task A_sender_that_was_restarted_goes_on_where_the_receiver_is()
    {
        using var departures = new Departures(Options);
        departures.Write("long", Content);
        departures.Wants(Assert.Single(await departures.SettledAsync()).Body, Piece);
        var before = await departures.AfterAsync(0);
        departures.Restart();

        var first = Assert.Single(await departures.SettledAsync());
        departures.Wants(first.Body, 2 * Piece);
        var rest = await departures.AfterAsync(0);

        Assert.Equal((0, 2 * Piece), (first.Body.Fpos, rest[0].Body.Fpos));
        Assert.Equal(before[^1].Body.Hash, rest[^1].Body.Hash);
    }

    [Fact]
    public async Task After_a_silence_it_goes_on_from_what_was_wanted_last_and_asks_again_at_the_end()
    {
        using var departures = new Departures(Options);
        departures.Write("long", Content);
        var first = Assert.Single(await departures.SettledAsync());
        departures.Wants(first.Body, Piece);
        await departures.AfterAsync(0);
        departures.Wants(first.Body, 2 * Piece);
        await departures.AfterAsync(0);

        Assert.Empty(await departures.AfterAsync(4.9));
        var again = await departures.AfterAsync(0.1);
        departures.Wants(first.Body, Content.Length);
        await departures.AfterAsync(0);
        Assert.Empty(await departures.AfterAsync(4.9));
        var end = Assert.Single(await departures.AfterAsync(0.1));

        Assert.Equal(2 * Piece, again[0].Body.Fpos);
        Assert.Equal(again[^1].Body.Hash, end.Body.Hash);
        Assert.Equal((Content.Length - 1, Content[^1..]), (end.Body.Fpos, end.Content));
    }

    [Fact]
    public async Task Only_so_much_is_on_its_way()
    {
        using var departures = new Departures(Options);
        departures.Write("long", string.Concat(Enumerable.Repeat(Content, 10)));
        var first = Assert.Single(await departures.SettledAsync());

        departures.Wants(first.Body, Piece);

        Assert.Equal(64 / 4, (await departures.AfterAsync(0)).Count);
    }

    [Fact]
    public async Task A_file_that_changes_on_the_way_begins_anew()
    {
        using var departures = new Departures(Options);
        departures.Write("long", string.Concat(Enumerable.Repeat(Content, 10)));
        var first = Assert.Single(await departures.SettledAsync());
        departures.Wants(first.Body, Piece);
        await departures.AfterAsync(0);
        departures.Write("long", Content);
        departures.Wants(first.Body, 2 * Piece);
        Assert.Empty(await departures.AfterAsync(0));

        var anew = await departures.SettledAsync();

        Assert.Equal((0, Content.Length), (anew[0].Body.Fpos, anew[0].Body.Size));
        Assert.NotEqual(first.Body.Gen, anew[0].Body.Gen);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_gets_it_whole_or_not_at_all()
    {
        using var departures = new Departures(Options);
        departures.Write("long", Content);
        departures.Write("too-long", string.Concat(Enumerable.Repeat(Content, 2)));
        var sent = new List<InfoFile>();
        foreach (var seconds in (double[])[1, 1, 5, 5, 10, 1])
        {
            sent.AddRange((await departures.AfterAsync(seconds)).Select(one => one.Body));
        }

        Assert.Equal(Content.Length, Assert.Single(sent, body => body.Filename is not null).Size);
        Assert.Equal(1, departures.Metrics["infosender.too-long"]);
        Assert.Empty(await departures.AfterAsync(10));
    }
}
