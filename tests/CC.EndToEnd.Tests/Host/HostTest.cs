using System.Reflection;
using CC.Client;
using CC.Sdk.Bodies;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

/// <summary>What tests of a server's process share: a folder of their own, configurations in it, and a client.</summary>
public abstract class HostTest : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a node's configuration; it listens on a free port and answers pings.</summary>
    protected string Ini(string main = "", string routes = "", string sections = "", string role = "local", string name = "node") => Folder.File($"{name}.ini", $"""
        [ccserver]
        cc-socket = tcp://127.0.0.1:*
        cc-role = {role}
        {main}

        [routes]
        echo = h:echo
        {routes}

        [h:echo]
        handler = echo

        {sections}
        """);

    /// <summary>Puts the plugin that is not shipped with the server into a folder, and returns the option that has the server load it.</summary>
    protected string WithOutsider() => WithPlugin("Outsider");

    /// <summary>The same for any plugin that the tests have.</summary>
    protected string WithPlugin(string name)
    {
        var built = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
        var plugins = Folder.Folder("plugins");
        var plugin = Path.Combine(plugins, name);
        if (!Directory.Exists(plugin)) // Files that are written again are a change.
        {
            Directory.CreateDirectory(plugin);
            foreach (var file in Directory.EnumerateFiles(built))
            {
                File.Copy(file, Path.Combine(plugin, Path.GetFileName(file)));
            }
        }

        return $"plugins-dir = {plugins}";
    }

    /// <summary>Asks the node if it is there; it must answer.</summary>
    protected static async Task PingAsync(ServerProcess server)
    {
        await using var client = new CcClient(server.Endpoint);
        await PingAsync(client);
    }

    protected static async Task PingAsync(CcClient client)
    {
        var ping = client.Compose(new EchoRequest { Req = EchoRequest.Type, Target = "here" }, BodiesJson.Default.EchoRequest);
        Assert.Equal(EchoResponse.Type, (await client.RequestAsync(ping, ServerProcess.Patience)).Type);
    }

    /// <summary>Stops the node, which must end in order, without a word of an error.</summary>
    protected static async Task StopInOrderAsync(ServerProcess server)
    {
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Errors);
    }

    /// <summary>Runs the executable to its end and expects an exit code; returns its output as one text.</summary>
    protected static async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        var (code, lines) = await ServerProcess.RunAsync(arguments);
        var output = string.Join('\n', lines);
        Assert.True(code == exitCode, $"The exit code is {code}, not {exitCode}. The output:\n{output}");
        return output;
    }
}
