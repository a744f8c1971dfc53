using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class ConfigurationErrorTests : HostTest
{
    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_the_nearest_names()
    {
        var ini = Ini(
            main: "zmq_hwn = 5\nzmq_linger = soon\npluginsdir = x\ncms-sign = me",
            routes: "a = h:eho\nb = h:forward\nc..d = h:echo",
            sections: "[h:forward]\nhandler = proxi\n[h:two]\nhandler = proxy\nping = perhaps\nmax-message-size = 1.5K",
            role: "lokal");
        await File.AppendAllTextAsync(ini, "\n[routes]\ne = h:two\n");

        var output = await RunAsync(2, ini);

        Assert.All(
            [
                "[ccserver] zmq_hwn = 5: is not a known option; did you mean zmq_hwm?",
                "[ccserver] zmq_linger = soon: is a number of milliseconds",
                "[ccserver] pluginsdir = x: is not a known option; did you mean plugins-dir?",
                "[ccserver] cms-sign = me: can't be used: the certificate ./me.crt can't be read",
                "[ccserver] cc-role = lokal: is one of: insecure, local, remote",
                "[routes] a = h:eho: refers to the section [h:eho], which does not exist; did you mean [h:echo]?",
                "[h:forward] handler = proxi: is no handler of any plugin here; did you mean proxy?",
                "[routes] c..d = h:echo: is not a message type",
                "[h:two] remote-cc: is required",
                "[h:two] ping = perhaps: is yes or no",
                "[h:two] max-message-size = 1.5K: is a size",
            ],
            error => Assert.Contains(error, output));
        Assert.All(output.Split('\n'), line => Assert.StartsWith($"ccserver: {ini}", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[other]\nx = 1\n")]
    [InlineData("no section\n")]
    [InlineData("[ccserver]\n")]
    [InlineData("[ccserver]\ncc-socket = tcp://127.0.0.1\n")]
    public async Task A_file_that_can_not_be_used_is_refused(string text)
    {
        var ini = Folder.File("bad.ini", text);

        Assert.StartsWith($"ccserver: {ini}", await RunAsync(2, ini), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        Assert.Contains(Folder["none.ini"], await RunAsync(2, Folder["none.ini"]));
    }

    [Theory]
    [InlineData("logfile")]
    [InlineData("pidfile")]
    public async Task A_file_that_can_not_be_written_is_an_error_of_its_option(string option)
    {
        var output = await RunAsync(2, Ini(main: $"{option} = {Folder.File("no-folder", "")}/x"));

        Assert.Contains($"[ccserver] {option} = ", output);
        Assert.Contains("can't be written", output);
    }

    [Fact]
    public async Task A_port_in_use_is_told_by_its_own_exit_code()
    {
        await using var first = await ServerProcess.StartAsync(Ini());

        var output = await RunAsync(3, Ini(name: "second"), "--set", $"cc-socket={first.Endpoint}");

        Assert.Contains(first.Endpoint, output);
        await PingAsync(first);
    }

    [Fact]
    public async Task A_plugin_that_is_needed_and_can_not_be_loaded_is_told_by_its_own_exit_code()
    {
        var output = await RunAsync(4, Ini(main: WithBrokenPlugin(), routes: "x = h:broken", sections: "[h:broken]\nhandler = broken"));

        Assert.Contains("[h:broken] handler = broken: is no handler of any plugin here", output);
        Assert.Contains(Folder["plugins"], output);
    }

    [Fact]
    public async Task A_plugin_that_nobody_needs_and_can_not_be_loaded_is_only_warned_of()
    {
        await using var server = await ServerProcess.StartAsync(Ini(main: WithBrokenPlugin()));

        await server.WaitForLineAsync("the plugin Broken (");
        await PingAsync(server);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_folder_of_plugins_that_is_not_there_is_an_error()
    {
        Assert.Contains("names a folder that does not exist", await RunAsync(2, Ini(main: $"plugins-dir = {Folder["none"]}")));
    }

    [Theory]
    [InlineData("jobmgr\ndaemons =", "remote", "local")]
    [InlineData("tailwriter\ndstdir = /tmp", "local", "remote")]
    public async Task A_handler_is_refused_on_a_node_of_another_role(string handler, string role, string only)
    {
        var output = await RunAsync(2, Ini(role: role, routes: "x = h:x", sections: $"[h:x]\nhandler = {handler}"));

        Assert.Contains($"[h:x] handler = {handler.Split('\n')[0]}: runs on nodes with cc-role = {only} only; this node is {role}", output);
    }

    [Fact]
    public async Task An_insecure_node_runs_any_handler_and_warns()
    {
        var ini = Ini(
            role: "insecure",
            routes: "x = h:tailwriter\nj = h:jobmgr",
            sections: $"[h:tailwriter]\nhandler = tailwriter\ndstdir = {Folder}\n[h:jobmgr]\nhandler = jobmgr\ndaemons = d:idle\n[d:idle]\nmodule = idle",
            main: WithOutsider());

        await using var server = await ServerProcess.StartAsync(ini);

        await server.WaitForLineAsync("cc-role is insecure");
        await StopInOrderAsync(server);
    }

    private string WithBrokenPlugin()
    {
        Directory.CreateDirectory(Folder["plugins/Broken"]);
        Folder.File("plugins/Broken/Broken.dll", "no assembly at all");
        return $"plugins-dir = {Folder["plugins"]}";
    }
}
