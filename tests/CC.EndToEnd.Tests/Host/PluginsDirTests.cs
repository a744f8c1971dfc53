using CC.Client;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class PluginsDirTests : HostTest
{
    [Fact]
    public async Task A_plugin_from_elsewhere_is_as_good_as_one_that_is_shipped()
    {
        Folder.File("gate", "");
        var sections = $"[h:gate]\nhandler = gate\nopen-file = {Folder["gate"]}\njournal = {Folder["journal"]}";
        await using var server = await ServerProcess.StartAsync(Ini(main: WithOutsider(), routes: "pub = h:gate", sections: sections));
        await using var client = new CcClient(server.Endpoint);

        await client.PublishAsync(Message.Create("pub.one", "{}"u8.ToArray()));

        await Eventually.TrueAsync(() => File.Exists(Folder["journal"]) && File.ReadAllText(Folder["journal"]) == "pub.one\n", () => "the plugin did not get the message");
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Its_options_are_checked_as_well()
    {
        var ini = Ini(main: WithOutsider(), routes: "pub = h:gate", sections: "[h:gate]\nhandler = gate\nopenfile = x");

        var output = await RunAsync(2, ini);

        Assert.Contains("[h:gate] openfile = x: is not a known option; did you mean open-file?", output);
        Assert.Contains("[h:gate] journal: is required", output);
    }

    [Fact]
    public async Task A_name_that_two_plugins_have_is_refused_where_it_is_used()
    {
        WithOutsider();
        Directory.Move(Folder["plugins"], Folder["others"]);
        var ini = Ini(main: $"{WithOutsider()}, {Folder["others"]}", routes: "pub = h:gate", sections: "[h:gate]\nhandler = gate");

        Assert.Contains("is a handler of several plugins: ", await RunAsync(2, ini));
    }
}
