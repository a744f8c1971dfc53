using System.Text;
using System.Text.Json;
using CC.EndToEnd.Tests.LogTransport;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.InfoTransport;

public sealed class HostileNamesTests
{
    private const string Payload = "from a hostile sender\n";

    private static readonly (string Host, string File, string? Stored)[] Names =
    [
        ("..", "evil", null),
        ("..", "copiesESC", null),
        ("", "evil", null),
        ("host\0", "evil", null),
        ("host", "..", null),
        ("host", "", null),
        ("host", "evil\n", null),
        ("host", ".h_infowriter.lock", null),
        (".h_infowriter.lock", "evil", null),
        ("host", new string('x', 250), null),
        ("../../outside", "evil", ".._.._outside/evil"),
        ("host", "../../../outside/evil-1", "host/evil-1"),
        ("host", "..\\..\\outside\\evil-2", "host/evil-2"),
        ("host", "/etc/evil-3", "host/evil-3"),
    ];

    [Fact]
    public async Task Hostile_hosts_and_files_stay_in_the_folders_of_their_hosts()
    {
        await using var transport = new FileTransport(writer: "host-subdirs = yes\nbakext = .before");
        await transport.Central.StartAsync();
        await using var stranger = new Stranger(transport.Central.Endpoint);

        foreach (var (host, file, _) in Names)
        {
            await stranger.SendAsync("", "pub.infofile", Body(host, file));
        }

        var stored = Names.Select(name => name.Stored).OfType<string>().Order().ToArray();
        await transport.Central.CountsAsync("count.invalid", Names.Length - stored.Length);
        await transport.Central.CountsAsync("written_files", stored.Length);
        Assert.Equal(Names.Length - stored.Length, transport.Central.Counter("refused_names"));
        Assert.Equal(stored, StoredAnywhere(transport).Order());
        transport.NothingFailed();
    }

    [Fact]
    public async Task Messages_that_are_of_no_use_are_counted_and_harm_nothing()
    {
        string[] fields =
        [
            """ "filename": "f" """,
            """ "filename": "f", "mtime": "yesterday" """,
            """ "filename": "f", "mtime": 1e99 """,
            """ "filename": "f", "mtime": -1e99 """,
            """ "mtime": 1 """,
            """ "filename": "f", "piece_of": "f", "mtime": 1 """,
            """ "piece_of": "f", "mtime": 1, "fpos": 0, "size": 1 """,
            """ "piece_of": "f", "mtime": 1, "fpos": 2, "size": 1, "ack": 1, "gen": "g" """,
            """ "piece_of": "f", "mtime": 1, "fpos": -1, "size": 1, "ack": 1, "gen": "g" """,
            """ "piece_of": "f", "mtime": 1, "fpos": 0, "ack": 1, "gen": "g" """,
            """ "filename": "f", "mtime": 1, "ack": 1 """,
            """ "filename": "f", "mtime": 1, "size": -1 """,
            """ "filename": "f", "mtime": 1, "comp": "rar" """,
            """ "filename": "f", "mtime": 1, "data": "***" """,
            """ "filename": ["f"], "mtime": 1 """,
        ];
        await using var transport = new FileTransport();
        await transport.StartAsync();
        await using var stranger = new Stranger(transport.Central.Endpoint);

        foreach (var some in fields)
        {
            await stranger.SendAsync("", "pub.infofile", $$"""{"req": "pub.infofile", "hostname": "h", {{some}}}""");
        }

        await transport.Central.CountsAsync("count.invalid", fields.Length);
        transport.Write("honest", "honest\n");
        await transport.ArrivesAsync("honest");
        Assert.Equal((fields.Length, 0), (transport.Central.Counter("count.invalid"), transport.Central.Counter("count.crashed")));
    }

    [Fact]
    public async Task Links_that_lead_elsewhere_are_not_followed()
    {
        using var elsewhere = new TemporaryFolder();
        await using var transport = new FileTransport { ExpectedError = "leads out of dstdir" };
        Directory.CreateDirectory(transport.Copies);
        Directory.CreateSymbolicLink(Path.Combine(transport.Copies, "host"), elsewhere.Path);
        await transport.Central.StartAsync();
        await using var stranger = new Stranger(transport.Central.Endpoint);

        await stranger.SendAsync("", "pub.infofile", Body("host", "evil"));

        await transport.Central.CountsAsync("count.dropped.write-failed", 1);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Path));
        transport.NothingFailed();
    }

    /// <summary>A file as CC 0.8.7 sends it, under any name.</summary>
    private static string Body(string host, string file) => JsonSerializer.Serialize(new
    {
        req = "pub.infofile",
        hostname = host,
        filename = file,
        time = 1.5,
        mtime = 1.5,
        comp = "",
        mode = "b",
        data = Convert.ToBase64String(Encoding.UTF8.GetBytes(Payload)),
        blob_hash = "",
    });

    /// <summary>Files with the payload, wherever they are near the copies; relative to these.</summary>
    private static IEnumerable<string> StoredAnywhere(FileTransport transport) =>
        Directory.GetFiles(Path.GetDirectoryName(transport.Copies)!, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(file => new FileInfo(file).Length == Payload.Length && File.ReadAllText(file) == Payload)
            .Select(file => Path.GetRelativePath(transport.Copies, file));
}
