using System.Reflection;
using CC.Client;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>Plugins that have little in common: different versions of one package, native libraries, another language.</summary>
public sealed class UnlikePluginsTests : PluginTest
{
    private static readonly string Built =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Built").Value!;

    [Fact]
    public async Task Live_side_by_side_each_with_its_own()
    {
        Deploy(PluginSource.Saying("here"));
        Array.ForEach(["Ledger", "LedgerBefore", "Basic"], Copy);
        await using var server = await ServerProcess.StartAsync(Node(
            routes: "ledger = h:ledger\nledgerbefore = h:before\nbasic = h:basic",
            sections: "[h:ledger]\nhandler = ledger\n[h:before]\nhandler = ledgerbefore\n[h:basic]\nhandler = basic"));
        await using var client = new CcClient(server.Endpoint);

        var (one, another) = (await AskAsync(client, "ledger"), await AskAsync(client, "ledgerbefore"));

        Assert.EndsWith(" 42", one, StringComparison.Ordinal);
        Assert.EndsWith(" 42", another, StringComparison.Ordinal);
        Assert.NotEqual(one, another);
        Assert.Equal("hello from Basic", await AskAsync(client, "basic"));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_native_library_that_is_in_use_may_be_overwritten()
    {
        Deploy(PluginSource.Saying("here"));
        Copy("Ledger");
        await using var server = await ServerProcess.StartAsync(Node(plugins: "watch = no", routes: "ledger = h:ledger", sections: "[h:ledger]\nhandler = ledger"));
        await using var client = new CcClient(server.Endpoint);
        var before = await AskAsync(client, "ledger");

        foreach (var library in Directory.EnumerateFiles(Path.Combine(Plugins, "Ledger"), "*.so", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(library, FileMode.Open, FileAccess.Write);
            file.SetLength(0);
        }

        Assert.Equal(before, await AskAsync(client, "ledger"));
        await StopInOrderAsync(server);
    }

    [Theory]
    [InlineData("Ledger", "ledger")]
    [InlineData("LedgerBefore", "ledgerbefore")]
    public async Task A_package_that_hooks_itself_to_the_process_is_gone_once_the_plugin_has_taken_that_back(string plugin, string handler)
    {
        Deploy(PluginSource.Saying("here"));
        Copy(plugin);
        await using var server = await ServerProcess.StartAsync(Node(plugins: "watch = no", routes: "ledger = h:ledger", sections: $"[h:ledger]\nhandler = {handler}"));
        await using var client = new CcClient(server.Endpoint);

        for (var reloads = 1; reloads <= 3; reloads++)
        {
            await AskAsync(client, "ledger");
            await RequestAsync(client, ControlTypes.PluginReload, plugin);
            await UntilAsync(client, told => told.Leaving is [] && told.Unloaded == reloads, plugin);
        }

        Assert.EndsWith(" 42", await AskAsync(client, "ledger"), StringComparison.Ordinal);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_package_that_stays_hooked_to_the_process_is_named_as_what_pins_the_plugin()
    {
        Deploy(PluginSource.Saying("here"));
        Copy("Ledger");
        await using var server = await ServerProcess.StartAsync(Node(plugins: "watch = no", routes: "ledger = h:ledger", sections: "[h:ledger]\nhandler = ledger\ntakes-back = no"));
        await using var client = new CcClient(server.Endpoint);
        await AskAsync(client, "ledger");

        await RequestAsync(client, ControlTypes.PluginReload, "Ledger");
        var told = await UntilAsync(client, told => told.Leaving is [{ State: "pinned" }], "Ledger");

        var causes = told.Leaving[0].Causes.Select(cause => cause.Text).ToArray();
        Assert.Contains("an event of the process: Microsoft.Data.Sqlite.SqliteConnectionFactory..ctor calls System.AppDomain.add_ProcessExit", causes);
        Assert.Contains("a timer: Microsoft.Data.Sqlite.SqliteConnectionFactory..ctor calls System.Threading.Timer..ctor", causes);
        await server.StopAsync();
    }

    private void Copy(string plugin)
    {
        var from = Path.Combine(Built, plugin, "release");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Plugins, plugin, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
