using CC.Client;
using CC.Client.Control;
using CC.EndToEnd.Tests.Administration;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>Which build of a daemon runs in its process: the one that serves, and none that must not be loaded.</summary>
public sealed class BuildsTests : BuildTest
{
    private const string OnRequest = "watch = no\nprobe-timeout = 60";

    private readonly SigningAuthority authority;

    public BuildsTests() => authority = new SigningAuthority(Folder);

    private string Main => Path.Combine(Plugins, Weather, "Weather.dll");

    private string Signed => $"{OnRequest}\nrequire-signature = yes\nsignature-ca = {authority.Certificate}";

    [Fact]
    public async Task After_a_reload_it_is_started_again_from_the_new_build_whatever_lies_on_the_disk_by_then()
    {
        Deploy(Saying("before"));
        await using var server = await ServerProcess.StartAsync(DaemonIni(OnRequest));
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("says before");

        Deploy(Saying("after"));
        await ReloadAsync(client, ControlTypes.Reply);
        await server.WaitForLineAsync("says after");
        Directory.Delete(Path.Combine(Plugins, Weather), recursive: true);
        (await Child.OfAsync(server, 2)).Kill();

        await server.WaitForLinesAsync("says after", 2);
        Assert.Single(server.Output, line => line.Contains("says before", StringComparison.Ordinal));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task A_build_that_is_not_signed_is_refused_and_the_signed_one_goes_on_and_is_started_again()
    {
        Deploy(Saying("before"));
        await SignAsync();
        await SignShippedAsync();
        await using var server = await ServerProcess.StartAsync(DaemonIni(Signed));
        await using var client = new CcClient(server.Endpoint);
        await server.WaitForLineAsync("says before");

        Deploy(Saying("after"));
        await ReloadAsync(client, ControlTypes.Error);
        (await Child.OfAsync(server)).Kill();

        await server.WaitForLinesAsync("says before", 2);
        await SignAsync();
        await ReloadAsync(client, ControlTypes.Reply);
        await server.WaitForLineAsync("says after");
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Its_process_loads_nothing_unsigned_either()
    {
        Deploy(Saying("before"));
        await SignAsync();
        await SignShippedAsync();
        var copies = Folder.Folder("copies");
        await using var server = await ServerProcess.StartAsync(new Dictionary<string, string> { ["TMPDIR"] = copies }, DaemonIni(Signed));
        await server.WaitForLineAsync("says before");

        foreach (var copy in Directory.EnumerateFiles(copies, "Weather.dll", SearchOption.AllDirectories))
        {
            await File.AppendAllTextAsync(copy, "x");
        }

        (await Child.OfAsync(server)).Kill();

        await server.WaitForLineAsync("could not make the daemon");
        await server.WaitForLineAsync("does not hold");
        Assert.Single(server.Output, line => line.Contains("says before", StringComparison.Ordinal));
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task ReloadAsync(CcClient client, string expected) => Assert.Equal(expected, (await RequestAsync(client, ControlTypes.PluginReload, Weather)).Type);

    private Task SignAsync() => Ctl.RunAsync(0, ["plugins", "sign", Main, .. authority.Options]);

    /// <summary>Signed copies of the shipped plugins that the node needs: what is configured comes before what is shipped.</summary>
    private async Task SignShippedAsync()
    {
        foreach (var name in new[] { "Echo", "JobMgr" })
        {
            var shipped = Path.Combine(Path.GetDirectoryName(ServerProcess.Executable)!, "plugins", name);
            var folder = Directory.CreateDirectory(Path.Combine(Plugins, name)).FullName;
            string[] copies = [.. Directory.GetFiles(shipped).Select(file => Path.Combine(folder, Path.GetFileName(file)))];
            Array.ForEach(copies, copy => File.Copy(Path.Combine(shipped, Path.GetFileName(copy)), copy));
            await Ctl.RunAsync(0, ["plugins", "sign", .. copies.Where(copy => copy.EndsWith(".dll", StringComparison.Ordinal)), .. authority.Options]);
        }
    }
}
