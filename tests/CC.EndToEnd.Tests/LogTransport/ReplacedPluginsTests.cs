using CC.Client;
using CC.Client.Control;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>The plugins that carry a log are loaded anew while it is being carried: those who come after go on where those before have stopped.</summary>
public sealed class ReplacedPluginsTests
{
    private const int Rounds = 8;

    [Fact]
    public async Task A_log_arrives_whole_whichever_plugin_is_loaded_anew_meanwhile()
    {
        await using var transport = new Transport("logmask = *.log\nack-timeout = 0.5");
        await transport.StartAsync();
        await using var source = new CcClient(transport.Source.Process.Endpoint);
        await using var central = new CcClient(transport.Central.Process.Endpoint);
        var log = new BusyClassicLog(transport, seed: 1);
        log.Start();

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (node, plugin) in ((CcClient, string)[])[(source, "LogTail"), (central, "TailWriter"), (source, "Proxy"), (source, "JobMgr"), (source, "LocalLogger")])
            {
                await ReloadAsync(node, plugin);
            }
        }

        await log.StopAsync();
        foreach (var name in log.Names)
        {
            await transport.ArrivesAsync(name);
        }

        await GoneAsync(source);
        await GoneAsync(central);
    }

    private static async Task ReloadAsync(CcClient node, string plugin)
    {
        var answer = await RequestAsync(node, ControlTypes.PluginReload, plugin);
        Assert.True(answer.Type == ControlTypes.Reply, answer.Type == ControlTypes.Reply ? "" : CcClient.Open(answer, ControlJson.Default.ErrorReply).Msg);
    }

    /// <summary>Waits until no build but those that serve is in memory.</summary>
    private static async Task GoneAsync(CcClient node)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (true)
        {
            var plugins = CcClient.Open(await RequestAsync(node, ControlTypes.PluginList, ""), ControlJson.Default.PluginList).Plugins;
            var leaving = plugins.SelectMany(plugin => plugin.Leaving.Select(build => $"{plugin.Name} is {build.State}: {string.Join("; ", build.Causes)}")).ToArray();
            if (leaving is [])
            {
                return;
            }

            Assert.False(patience.IsCancellationRequested, string.Join('\n', leaving));
            await Task.Delay(20);
        }
    }

    private static Task<CC.Sdk.Message> RequestAsync(CcClient node, string type, string name) =>
        node.RequestAsync(node.Compose(new ControlRequest { Req = type, Name = name }, ControlJson.Default.ControlRequest), ServerProcess.Patience);
}
