using System.Net.Sockets;

namespace CC.EndToEnd.Tests.LogTransport;

public sealed class StrangersTests
{
    private const int RandomMessages = 3000;
    private const int MostFrames = 6;

    /// <summary>Messages that the node or its writer has no use for.</summary>
    private static readonly string[][] Invalid =
    [
        .. Enumerable.Range(1, MostFrames).Select(count => Enumerable.Repeat("no delimiter", count).ToArray()),
        .. Enumerable.Range(1, MostFrames).Select(count => Enumerable.Repeat("", count).ToArray()),
        ["", "bad type"],
        ["", "pub..logtail"],
        ["", ".pub"],
        ["", "pub.logtail\n"],
        ["", "pub.logtail\0"],
        ["", "püb"],
        ["a", "route", "", "bad type", "{}"],
        ["", "pub.logtail"],
        ["", "pub.logtail", ""],
        ["", "pub.logtail", "", "", "", ""],
        ["", "pub.logtail", "{"],
        ["", "pub.logtail", "[]"],
        ["", "pub.logtail", "null"],
        ["", "pub.logtail", "\"text\""],
        ["", "pub.logtail", "{}"],
        ["", "pub.logtail", """{"req": "pub.logtail"}"""],
        ["", "pub.logtail", """{"req": 1}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": -1, "st_dev": 1, "st_ino": 1, "hostname": "h"}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": 1e99, "st_dev": 1, "st_ino": 1, "hostname": "h"}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": 0, "st_dev": 1, "st_ino": 1, "hostname": "h", "comp": "rar"}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": 0, "st_dev": 1, "st_ino": 1, "hostname": "h", "data": "***"}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": 0, "st_dev": 1, "st_ino": 1, "hostname": "h", "ack": 1}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": 0, "st_dev": 1, "st_ino": 1, "hostname": "h", "op_mode": "sideways"}"""],
        ["", "pub.logtail", """{"req": "pub.infofile", "filename": "f", "fpos": 0, "st_dev": 1, "st_ino": 1, "hostname": "h", "data": "eA=="}"""],
        ["", "pub.logtail", """{"req": "pub.logtail", "filename": "f", "fpos": 0, "st_dev": 1, "st_ino": 1, "hostname": "h", "blob_hash": "of nothing"}"""],
        ["", "pub.logtail", "ENC1", "ciphertext"],
        ["", "pub.logtail", string.Concat(Enumerable.Repeat("[", 10_000))],
    ];

    /// <summary>Of which random messages are made.</summary>
    private static readonly string[] Pieces = ["", "", "x", "pub.logtail", "pub.logtail.x", "no.route", "{}", """{"req":"pub.logtail"}""", "ENC1", "\0", new string('y', 300)];

    [Fact]
    public async Task Messages_that_are_of_no_use_are_counted_and_harm_nothing()
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        await using var stranger = new Stranger(transport.Central.Endpoint);

        foreach (var frames in Invalid)
        {
            await stranger.SendAsync(frames);
        }

        await transport.Central.CountsAsync("count.invalid", Invalid.Length);
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "honest\n");
        await transport.ArrivesAsync("app-1.log");
        Assert.Equal(Invalid.Length, transport.Central.Counter("count.invalid"));
        Assert.Equal(0, transport.Central.Counter("count.crashed"));
    }

    [Fact]
    public async Task Random_messages_harm_nothing()
    {
        var random = new Random(Seed.Take());
        await using var transport = new Transport();
        await transport.StartAsync();
        await using var stranger = new Stranger(transport.Central.Endpoint);

        for (var i = 0; i < RandomMessages; i++)
        {
            await stranger.SendAsync([.. Enumerable.Range(0, random.Next(1, MostFrames + 1)).Select(_ => Pieces[random.Next(Pieces.Length)])]);
        }

        await transport.Central.CountsAsync("count", RandomMessages);
        await File.AppendAllTextAsync(transport.Log("app-1.log"), "honest\n");
        await transport.ArrivesAsync("app-1.log");
        Assert.Equal(0, transport.Central.Counter("count.crashed"));
    }

    [Fact]
    public async Task Connections_that_speak_something_else_harm_nothing()
    {
        await using var transport = new Transport();
        await transport.StartAsync();
        var port = new Uri(transport.Central.Endpoint).Port;
        byte[][] openings = [[], [0], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F], SomeLines.Noise(100_000)];

        var strangers = new List<TcpClient>();
        foreach (var opening in openings)
        {
            var stranger = new TcpClient("127.0.0.1", port);
            strangers.Add(stranger);
            await SayAsync(stranger, opening);
        }

        await File.AppendAllTextAsync(transport.Log("app-1.log"), "honest\n");
        await transport.ArrivesAsync("app-1.log");
        strangers.ForEach(stranger => stranger.Dispose());
    }

    private static async Task SayAsync(TcpClient stranger, byte[] opening)
    {
        try
        {
            await stranger.GetStream().WriteAsync(opening);
        }
        catch (IOException)
        {
            // The node has hung up before it was all said.
        }
    }
}
