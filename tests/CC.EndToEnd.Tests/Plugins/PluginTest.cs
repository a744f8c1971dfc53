using System.Text;
using System.Text.Json;
using CC.Client;
using CC.Client.Control;
using CC.EndToEnd.Tests.Host;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Plugins;

/// <summary>What tests of plugins share: a node with a folder for plugins, and one plugin in it, <c>Weather</c>, which answers <c>weather</c>.</summary>
public abstract class PluginTest : HostTest
{
    protected const string Weather = "Weather";

    /// <summary>The folder that the node looks into.</summary>
    protected string Plugins => Folder.Folder("plugins");

    /// <summary>A node whose plugins are taken up at once, and are not waited for long.</summary>
    protected string Node(string plugins = "", string weather = "", string routes = "", string sections = "") => Ini(
        main: $"plugins-dir = {Plugins}\nstop-timeout = 2",
        routes: $"weather = h:weather\n{routes}",
        sections: $"[plugins]\nsettle = 0.05\nremoval-delay = 0.2\nprobe-timeout = 1\nunload-timeout = 2\n{plugins}\n[h:weather]\nhandler = weather\n{weather}\n{sections}");

    /// <summary>Puts a build of the plugin into the folder.</summary>
    protected void Deploy(string source, string name = Weather) => PluginSource.Deploy(Plugins, name, CompiledSource.Build(name, source));

    /// <summary>What the plugin answers.</summary>
    protected static async Task<string> AskAsync(CcClient client, string type = "weather")
    {
        var answer = await client.RequestAsync(Message.Create(type, Encoding.UTF8.GetBytes($$"""{"req":"{{type}}"}""")), ServerProcess.Patience);
        using var body = JsonDocument.Parse(answer.Body);
        return body.RootElement.GetProperty(answer.Type == ControlTypes.Error ? "msg" : "text").GetString()!;
    }

    /// <summary>Waits until the plugin answers so.</summary>
    protected static async Task UntilAsync(CcClient client, string text)
    {
        var last = "";
        await EventuallyAsync(async () => (last = await AskAsync(client)) == text, () => $"It answers '{last}', not '{text}'.");
    }

    /// <summary>What the node says of a plugin.</summary>
    protected static async Task<PluginDescription> DescribeAsync(CcClient client, string name = Weather)
    {
        var answer = await RequestAsync(client, ControlTypes.PluginInfo, name);
        return CcClient.Open(answer, ControlJson.Default.PluginList).Plugins.Single();
    }

    /// <summary>Waits until the node says so of a plugin.</summary>
    protected static async Task<PluginDescription> UntilAsync(CcClient client, Func<PluginDescription, bool> condition, string name = Weather)
    {
        PluginDescription? last = null;
        await EventuallyAsync(async () => condition(last = await DescribeAsync(client, name)), () => $"The node says: {last} {string.Join("; ", last!.Leaving.SelectMany(build => build.Causes))}");
        return last!;
    }

    /// <summary>Asks the node itself.</summary>
    protected static Task<Message> RequestAsync(CcClient client, string type, string name = "") =>
        client.RequestAsync(client.Compose(new ControlRequest { Req = type, Name = name }, ControlJson.Default.ControlRequest), ServerProcess.Patience);

    private static async Task EventuallyAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, otherwise());
            await Task.Delay(20);
        }
    }
}
