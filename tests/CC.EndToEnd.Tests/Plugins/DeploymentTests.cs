using CC.Client;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>However a build comes to be on the disk, the node takes it up.</summary>
public sealed class DeploymentTests : PluginTest
{
    private const int Hangup = 1;

    public static TheoryData<string> Ways => ["written over", "renamed over", "copied piece by piece", "removed and copied", "a link that is switched", "rsync"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_build_is_taken_up(string way)
    {
        Link("one", PluginSource.Saying("one"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);
        Assert.Equal("one", await AskAsync(client));

        var image = CompiledSource.Build(Weather, PluginSource.Saying("two"));
        Assert.SkipWhen(way == "rsync" && !ExternalProgram.IsThere("rsync"), "rsync is not installed.");
        await PutAsync(way, image);

        await UntilAsync(client, "two");
        Assert.Equal(2, (await UntilAsync(client, plugin => plugin.Unloaded == 1)).Loads);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Files_that_are_touched_and_stay_the_same_change_nothing()
    {
        Deploy(PluginSource.Saying("one"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        File.SetLastWriteTimeUtc(Path.Combine(Plugins, Weather, "Weather.dll"), DateTime.UnixEpoch);
        Deploy(PluginSource.Bad("TakesEcho"), "Marker");
        await server.WaitForLineAsync("plugin Marker");

        Assert.Equal(1, (await DescribeAsync(client)).Loads);
    }

    [Fact]
    public async Task A_plugin_that_writes_into_its_own_folder_keeps_no_other_waiting()
    {
        Deploy(PluginSource.Saying("one"));
        Deploy(PluginSource.Saying("x").Replace("[Handler(\"weather\")]", "[Handler(\"restless\")]", StringComparison.Ordinal), "Restless");
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);
        Assert.Equal("one", await AskAsync(client));
        using var ending = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                await File.AppendAllTextAsync(Path.Combine(Plugins, "Restless", "restless.log"), "x", CancellationToken.None);
                await Task.Delay(10, CancellationToken.None);
            }
        });

        Deploy(PluginSource.Saying("two"));
        await UntilAsync(client, "two");
        await ending.CancelAsync();

        await writing;
        await UntilAsync(client, plugin => plugin.Loads == 2, "Restless");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_plugin_that_is_removed_drains_and_goes_and_may_come_back()
    {
        Deploy(PluginSource.Saying("one"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        Directory.Delete(Path.Combine(Plugins, Weather), recursive: true);
        await UntilAsync(client, plugin => plugin is { State: "unloaded", Unloaded: 1 });
        await client.PublishAsync(CC.Sdk.Message.Create("weather", "{}"u8.ToArray()));
        await PingAsync(client);
        Deploy(PluginSource.Saying("again"));
        await UntilAsync(client, plugin => plugin.State == "active");

        Assert.Equal("again", await AskAsync(client));
        server.Signal(15);
        Assert.Contains("count.dropped.plugin-unloaded: 1", await server.WaitForLineAsync("send_stats"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task A_plugin_and_the_configuration_that_only_fit_together_are_taken_together_at_a_signal(bool isWatched, bool hasBadNeighbour)
    {
        const string Routes = "other = h:other";
        const string Sections = "[h:other]\nhandler = other";
        var watch = isWatched ? "watch = yes" : "watch = no";
        Deploy(PluginSource.Saying("before"));
        Deploy(Neighbour(PluginSource.Saying("other")), "Other");
        await using var server = await ServerProcess.StartAsync(Node(watch, routes: Routes, sections: Sections));
        await using var client = new CcClient(server.Endpoint);
        Assert.Equal("before", await AskAsync(client));
        if (hasBadNeighbour)
        {
            Deploy(Neighbour(PluginSource.Bad("ThrowsWhenMade")), "Other");
            await UntilAsync(client, plugin => plugin.Refused.Length > 0, "Other");
        }

        Deploy(PluginSource.Saying("after")
            .Replace("WeatherHandler(IMessages", "WeatherHandler(WeatherOptions options, IMessages", StringComparison.Ordinal)
            .Replace("{{Text}}", "{{options.Station}}", StringComparison.Ordinal)
            + "public sealed record WeatherOptions { [CC.Sdk.Options.Option(Required = true)] public string Station { get; init; } = \"\"; }");
        if (isWatched)
        {
            await UntilAsync(client, plugin => plugin.Refused == "invalid");
        }

        Node(watch, weather: "station = Riga", routes: Routes, sections: Sections);
        server.Signal(Hangup);

        await UntilAsync(client, "Riga");
        Assert.Equal("other", await AskAsync(client, "other"));
    }

    private static string Neighbour(string source) => source.Replace("[Handler(\"weather\")]", "[Handler(\"other\")]", StringComparison.Ordinal);

    [Fact]
    public async Task A_plugin_whose_folder_is_renamed_serves_under_its_new_name()
    {
        Deploy(PluginSource.Saying("one"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        Deploy(PluginSource.Saying("two"), "Climate");
        await server.WaitForLineAsync("plugin Climate: the build on the disk is Invalid");
        Directory.Delete(Path.Combine(Plugins, Weather), recursive: true);
        await UntilAsync(client, plugin => plugin.State == "active", "Climate");

        Assert.Equal("two", await AskAsync(client));
    }

    [Fact]
    public async Task What_is_no_file_in_a_plugins_folder_disturbs_nobody()
    {
        Deploy(PluginSource.Saying("one"));
        ExternalProgram.Run("mkfifo", Path.Combine(Plugins, Weather, "pipe"));
        File.CreateSymbolicLink(Path.Combine(Plugins, Weather, "nowhere"), Folder["missing"]);
        File.CreateSymbolicLink(Path.Combine(Plugins, Weather, "back"), ".");
        File.CreateSymbolicLink(Path.Combine(Plugins, Weather, "again"), ".");
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        Deploy(PluginSource.Saying("two"));

        await UntilAsync(client, "two");
        await StopInOrderAsync(server);
    }

    /// <summary>The runtime maps this file into memory, and would end the process when it became shorter.</summary>
    [Fact]
    public async Task What_the_runtime_reads_may_be_cut_off_at_any_time()
    {
        Deploy(PluginSource.Saying("one"));
        var dependencies = Path.Combine(Plugins, Weather, "Weather.deps.json");
        await using var server = await ServerProcess.StartAsync(Node(plugins: "watch = no"));
        await using var client = new CcClient(server.Endpoint);
        using var stopping = new CancellationTokenSource();
        var cutting = Task.Run(async () =>
        {
            while (!stopping.IsCancellationRequested)
            {
                await File.WriteAllTextAsync(dependencies, new string(' ', 100_000) + "{}", CancellationToken.None);
                await File.WriteAllTextAsync(dependencies, "", CancellationToken.None);
            }
        });

        for (var i = 0; i < 100; i++)
        {
            await RequestAsync(client, ControlTypes.PluginReload, Weather);
        }

        await stopping.CancelAsync();
        await cutting;
        Assert.Equal("one", await AskAsync(client));
    }

    [Fact]
    public async Task A_new_plugin_and_a_route_to_it_are_taken_up_at_a_signal()
    {
        Deploy(PluginSource.Saying("one"));
        await using var server = await ServerProcess.StartAsync(Node());
        await using var client = new CcClient(server.Endpoint);

        Deploy(PluginSource.Saying("tide").Replace("[Handler(\"weather\")]", "[Handler(\"sea\")]", StringComparison.Ordinal), "Sea");
        Node(routes: "sea = h:sea", sections: "[h:sea]\nhandler = sea");
        server.Signal(Hangup);
        await server.WaitForLineAsync("configuration read again; changed: h:sea, routes");

        Assert.Equal("tide", await AskAsync(client, "sea"));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Assemblies_beside_the_plugins_folders_are_told_of_once_and_otherwise_left_alone()
    {
        Deploy(PluginSource.Saying("one"));
        var stray = Path.Combine(Plugins, "Sea.dll");
        File.WriteAllBytes(stray, CompiledSource.Build("Sea", PluginSource.Bad("TakesEcho")));
        var ini = Node();
        await using var server = await ServerProcess.StartAsync(ini);
        await using var client = new CcClient(server.Endpoint);
        Assert.EndsWith(
            $"Sea.dll in {Plugins} can't be used: a plugin has a folder of its own; move Sea.dll, with the files that it needs, to {Path.Combine(Plugins, "Sea", "Sea.dll")}",
            await server.WaitForLineAsync("Sea.dll in "),
            StringComparison.Ordinal);

        File.Copy(stray, Path.Combine(Plugins, "Tide.dll"));
        await server.WaitForLineAsync("Sea.dll, Tide.dll in ");
        Deploy(PluginSource.Saying("two"));
        await UntilAsync(client, "two");

        Assert.Equal(2, server.Output.Count(line => line.Contains("can't be used", StringComparison.Ordinal)));
        Assert.Equal(ControlTypes.Error, (await RequestAsync(client, ControlTypes.PluginInfo, "Sea")).Type);
        Assert.Equal(ControlTypes.Error, (await RequestAsync(client, ControlTypes.PluginLoad, "Tide")).Type);
        Directory.CreateDirectory(Path.Combine(Plugins, "Sea"));
        File.Move(stray, Path.Combine(Plugins, "Sea", "Sea.dll"));
        await server.WaitForLineAsync("plugin Sea: the build on the disk is Invalid and does not serve: it claims the handler echo");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task What_builds_were_loaded_from_is_gone_from_the_disk_when_they_are_and_with_the_node()
    {
        Deploy(PluginSource.Saying("one"));
        var copies = Folder.Folder("copies");
        await using var server = await ServerProcess.StartAsync(new Dictionary<string, string> { ["TMPDIR"] = copies }, Node());
        await using var client = new CcClient(server.Endpoint);
        string[] Copies() => [.. Directory.EnumerateDirectories(copies, "ccserver-plugins-*").SelectMany(Directory.EnumerateDirectories)];
        var atFirst = Copies();

        PluginSource.Deploy(Plugins, Weather, "no assembly"u8.ToArray());
        await UntilAsync(client, plugin => plugin.Refused == "invalid");
        var afterRefusal = Copies();
        Deploy(PluginSource.Saying("two"));
        await UntilAsync(client, plugin => plugin is { Unloaded: 1, Leaving: [] });
        var afterReload = Copies();
        await StopInOrderAsync(server);

        Assert.Equal(atFirst.Order(), afterRefusal.Order());
        Assert.Equal(atFirst.Length, afterReload.Length);
        Assert.Empty(Directory.EnumerateDirectories(copies, "ccserver-plugins-*"));
    }

    /// <summary>The plugin's folder is a link to a release, as some deployments have it.</summary>
    private void Link(string release, string source)
    {
        var folder = Folder.Folder(release);
        File.WriteAllBytes(Path.Combine(folder, "Weather.dll"), CompiledSource.Build(Weather, source));
        var link = Path.Combine(Plugins, ".link");
        File.CreateSymbolicLink(link, folder);
        ExternalProgram.Run("mv", "-T", link, Path.Combine(Plugins, Weather));
    }

    private async Task PutAsync(string way, byte[] image)
    {
        var target = Path.Combine(Plugins, Weather, "Weather.dll");
        switch (way)
        {
            case "written over":
                await File.WriteAllBytesAsync(target, image);
                break;
            case "renamed over":
                await File.WriteAllBytesAsync(Folder["next"], image);
                File.Move(Folder["next"], target, overwrite: true);
                break;
            case "copied piece by piece":
                await CopySlowlyAsync(image, target);
                break;
            case "removed and copied":
                File.Delete(Path.Combine(Plugins, Weather));
                Directory.CreateDirectory(Path.Combine(Plugins, Weather));
                await CopySlowlyAsync(image, target);
                break;
            case "a link that is switched":
                Link("two", PluginSource.Saying("two"));
                break;
            default:
                await File.WriteAllBytesAsync(Path.Combine(Folder.Folder("build"), "Weather.dll"), image);
                ExternalProgram.Run("rsync", "-a", "--ignore-times", $"{Folder["build"]}/", $"{Path.Combine(Plugins, Weather)}/");
                break;
        }
    }

    private static async Task CopySlowlyAsync(byte[] image, string target)
    {
        await using var file = new FileStream(target, FileMode.Create, FileAccess.Write);
        foreach (var piece in image.Chunk(512))
        {
            await file.WriteAsync(piece);
            await file.FlushAsync();
            await Task.Delay(5);
        }
    }
}
