using System.Security.Cryptography;
using System.Text;
using CC.Plugins.InfoSender;
using CC.Sdk.Options;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CC.Plugins.Tests.InfoSender;

/// <summary>What the sender tells of its files.</summary>
public sealed class FilesTests
{
    [Fact]
    public async Task Tells_how_far_each_file_is()
    {
        using var departures = new Departures();
        departures.Write("disk", "one");
        departures.Write("refused", "content");
        await departures.AfterAsync(0);
        Assert.Equal([("waiting", 0, 3, 0), ("waiting", 0, 7, 0)], await ToldAsync(departures));

        var sent = await departures.SettledAsync();
        Assert.Equal([("sending", 0, 3, 3), ("sending", 0, 7, 7)], await ToldAsync(departures));

        departures.Done(sent[0].Body);
        departures.Answer(sent[1].Body, done: 0, next: -1, gap: 3);
        Assert.Equal([("done", 3, 3, 0), ("refused", 0, 7, 0)], await ToldAsync(departures));

        departures.Restart();
        departures.Write("disk", "other");
        Assert.Equal([("waiting", 0, 5, 0), ("waiting", 0, 7, 0)], await ToldAsync(departures));
        Assert.Equal(sent[1].Body.Gen, departures.Files[1].Name.Generation);
        Assert.NotEqual(sent[0].Body.Gen, departures.Files[0].Name.Generation);
    }

    [Fact]
    public async Task Of_a_long_file_nothing_is_acknowledged_before_all_is()
    {
        using var departures = new Departures(new() { PieceBytes = new ByteSize(4096), AckWindow = new ByteSize(64 * 1024) });
        departures.Write("long", new string('x', 10_000));
        var first = Assert.Single(await departures.SettledAsync());
        Assert.Equal([("sending", 0, 10_000, 4096)], await ToldAsync(departures));

        departures.Wants(first.Body, 4096);
        await departures.AfterAsync(0);

        Assert.Equal([("sending", 0, 10_000, 10_000)], await ToldAsync(departures));
    }

    [Fact]
    public async Task What_is_not_to_be_acknowledged_counts_as_there_once_it_is_sent()
    {
        using var departures = new Departures(new() { Ack = false, MaxWhole = new ByteSize(4096) });
        departures.Write("disk", "one");
        departures.Write("long", new string('x', 5000));

        await departures.SettledAsync();

        Assert.Equal([("sent", 3, 3, 0), ("too-long", 0, 5000, 0)], await ToldAsync(departures));
    }

    [Fact]
    public async Task Hashes_files_that_are_sent_as_long_as_they_are_the_same()
    {
        using var departures = new Departures();
        departures.Write("disk", "content");
        departures.Write("other", "content");
        await ToldAsync(departures);
        var daemon = new InfoSenderDaemon(departures.Options with { Infomask = "disk*" }, new FakeMessages(), departures.Metrics, TimeProvider.System, NullLogger<InfoSenderDaemon>.Instance);
        var (disk, other) = (departures.Files[0].Name, departures.Files[1].Name);

        Assert.Equal(Hash("content"), await daemon.HashAsync(disk, 0, 7, default));
        Assert.Equal(Hash("te"), await daemon.HashAsync(disk, 3, 5, default));
        await Assert.ThrowsAsync<IOException>(async () => await daemon.HashAsync(disk, 0, 8, default));
        Assert.Null(await daemon.HashAsync(other, 0, 7, default));
        Assert.Null(await daemon.HashAsync(disk with { FileName = $"/elsewhere/{Path.GetFileName(disk.FileName)}" }, 0, 7, default));
        Assert.Null(await daemon.HashAsync(disk with { FileName = $"{disk.FileName}-2" }, 0, 7, default));
        departures.Write("disk", "another");
        Assert.Null(await daemon.HashAsync(disk, 0, 7, default));
    }

    private static async Task<IEnumerable<(string, long, long, long)>> ToldAsync(Departures departures)
    {
        await departures.AfterAsync(0.1); // What is told is told before a step, so of the answers of the one before.
        await departures.AfterAsync(0);
        return departures.Files.OrderBy(file => file.Name.FileName, StringComparer.Ordinal).Select(file => (file.State, file.Acknowledged, file.Size, file.InFlight));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
