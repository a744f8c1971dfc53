namespace CC.EndToEnd.Tests.LogTransport;

public sealed class HostileNamesTests
{
    private const string Payload = "from a hostile sender\n";

    [Fact]
    public Task Hostile_hosts_and_files_stay_in_the_folders_of_their_hosts() => StoresAsync(
        "host-subdirs = yes",
        [
            ("..", "evil.log", null),
            ("..", "copiesESC", null),
            (".", "evil.log", null),
            ("", "evil.log", null),
            ("host\0", "evil.log", null),
            ("host\\..\\..", "evil.log", null),
            ("host", "..", null),
            ("host", ".", null),
            ("host", "", null),
            ("host", "/var/log/", null),
            ("host", "evil\0.log", null),
            ("host", "evil\n.log", null),
            ("host", new string('x', 300), null),
            ("../../outside", "evil.log", ".._.._outside/evil.log"),
            ("/etc", "evil.log", "_etc/evil.log"),
            ("host", "../../../outside/evil-1.log", "host/evil-1.log"),
            ("host", "..\\..\\outside\\evil-2.log", "host/evil-2.log"),
            ("host", "/etc/evil-3.log", "host/evil-3.log"),
        ]);

    [Fact]
    public Task Hostile_hosts_stay_in_the_one_folder() => StoresAsync(
        "host-subdirs = no",
        [
            ("..", "evil.log", "..--evil.log"),
            ("../copiesESC/", "evil.log", ".._copiesESC_--evil.log"),
            ("", "evil.log", null),
            ("host\0", "evil.log", null),
            ("host", "..", null),
        ]);

    [Fact]
    public Task Hostile_paths_stay_below_the_folder() => StoresAsync(
        "dstmask = %%(filepath)s",
        [
            ("host", "../evil.log", null),
            ("host", "/../evil.log", null),
            ("host", "../copiesESC/evil.log", null),
            ("host", "deep/../../evil.log", null),
            ("host", "deep\\..\\..\\evil.log", null),
            ("host", "./evil.log", "evil.log"),
            ("host", "deep//./up/../evil.log", "deep/evil.log"),
            ("host", "deep/evil\0.log", null),
            ("host", ".h_tailwriter.positions", null),
            ("host", ".h_tailwriter.positions.lock", null),
            ("host", "/etc/evil.log", "etc/evil.log"),
        ]);

    /// <summary>Sends a fragment under each of the names; those without a place to be stored at have to be refused.</summary>
    private static async Task StoresAsync(string mask, (string Host, string File, string? Stored)[] names)
    {
        await using var transport = new Transport(writer: mask);
        await transport.Central.StartAsync();
        await using var stranger = new Stranger(transport.Central.Endpoint);

        foreach (var (host, file, _) in names)
        {
            await stranger.SendFragmentAsync(host, file, Payload);
        }

        var refused = names.Count(name => name.Stored is null);
        await transport.Central.CountsAsync("count", names.Length);
        await transport.Central.CountsAsync("refused_names", refused);
        await transport.Central.CountsAsync("count.invalid", refused);
        Assert.Equal(refused, transport.Central.Counter("refused_names"));
        foreach (var stored in names.Select(name => name.Stored).OfType<string>())
        {
            await transport.ArrivesAsync(Path.Combine(transport.Copies, stored), Payload);
        }

        Assert.Equal(names.Select(name => name.Stored).OfType<string>().Order(), StoredAnywhere(transport).Order());
        transport.NothingFailed();
    }

    /// <summary>Files with the payload, wherever they are near the copies; relative to these.</summary>
    private static IEnumerable<string> StoredAnywhere(Transport transport) =>
        Directory.GetFiles(Path.GetDirectoryName(transport.Copies)!, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(file => new FileInfo(file).Length == Payload.Length && File.ReadAllText(file) == Payload)
            .Select(file => Path.GetRelativePath(transport.Copies, file));
}
