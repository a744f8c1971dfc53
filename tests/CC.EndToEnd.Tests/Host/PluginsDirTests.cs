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
    public async Task Of_two_plugins_of_one_name_the_one_in_the_first_folder_serves_and_the_other_is_told_of()
    {
        WithOutsider();
        Directory.Move(Folder["plugins"], Folder["others"]);
        await using var server = await ServerProcess.StartAsync(Ini(main: $"{WithOutsider()}, {Folder["others"]}"));

        var warning = await server.WaitForLineAsync("WARNING");

        Assert.EndsWith(
            $"the plugin Outsider ({Folder["others/Outsider/Outsider.dll"]}) can't be used: there is another one of that name, {Folder["plugins/Outsider/Outsider.dll"]}, in a folder that comes first",
            warning,
            StringComparison.Ordinal);
    }
}
