using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class ReloadTests : HostTest
{
    private const int Hangup = 1;

    [Fact]
    public async Task Only_the_daemon_whose_section_changed_is_started_again()
    {
        await using var server = await ServerProcess.StartAsync(Daemons("alpha", "beta"));
        await server.WaitForLineAsync("d:one begins: alpha");
        await server.WaitForLineAsync("d:two begins: beta");

        Daemons("alpha", "gamma");
        server.Signal(Hangup);
        await server.WaitForLineAsync("d:two begins: gamma");
        await server.WaitForLineAsync("configuration read again; changed: d:two");

        Assert.Single(server.Output, line => line.Contains("d:one begins", StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_file_that_says_the_same_changes_nothing()
    {
        await using var server = await ServerProcess.StartAsync(Daemons("alpha", "beta"));
        await server.WaitForLineAsync("d:one begins: alpha");

        await File.AppendAllTextAsync(Daemons("alpha", "beta"), "\n# A comment.\n");
        server.Signal(Hangup);
        await server.WaitForLineAsync("configuration read again: nothing changed");

        Assert.Single(server.Output, line => line.Contains("d:one begins", StringComparison.Ordinal));
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task Daemons_and_routes_can_be_added_and_removed()
    {
        await using var server = await ServerProcess.StartAsync(Daemons("alpha", "beta"));
        await server.WaitForLineAsync("d:two begins: beta");
        await PingAsync(server);

        Daemons("alpha", "beta", list: "d:two", more: "x = h:echo");
        server.Signal(Hangup);
        await server.WaitForLineAsync("configuration read again; changed: d:one, h:jobmgr, routes");
        Daemons("delta", "beta");
        server.Signal(Hangup);
        await server.WaitForLineAsync("d:one begins: delta");

        Assert.Single(server.Output, line => line.Contains("d:two begins", StringComparison.Ordinal));
        await PingAsync(server);
        await StopInOrderAsync(server);
    }

    [Fact]
    public async Task A_configuration_that_can_not_be_used_leaves_the_node_as_it_is()
    {
        await using var server = await ServerProcess.StartAsync(Daemons("alpha", "beta"));
        await server.WaitForLineAsync("d:two begins: beta");

        Daemons("alpha", "gamma", list: "d:one, d:tow", more: "y = h:none");
        server.Signal(Hangup);
        Assert.Contains(" ERROR ", await server.WaitForLineAsync("did you mean [d:two]?"));
        await server.WaitForLineAsync("the section [h:none], which does not exist");
        await PingAsync(server);
        Daemons("alpha", "delta");
        server.Signal(Hangup);
        await server.WaitForLineAsync("d:two begins: delta");

        Assert.DoesNotContain(server.Output, line => line.Contains("begins: gamma", StringComparison.Ordinal));
        Assert.Single(server.Output, line => line.Contains("d:one begins", StringComparison.Ordinal));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task What_needs_a_new_start_is_said_so()
    {
        await using var server = await ServerProcess.StartAsync(Ini());

        Ini(main: "zmq_hwm = 7");
        server.Signal(Hangup);

        await server.WaitForLineAsync("what changed in [ccserver] takes effect with the next start");
        await PingAsync(server);
        await StopInOrderAsync(server);
    }

    private string Daemons(string one, string two, string list = "d:one, d:two", string more = "") => Ini(
        main: WithOutsider(),
        routes: $"job = h:jobmgr\n{more}",
        sections: $"[h:jobmgr]\nhandler = jobmgr\ndaemons = {list}\n[d:one]\nmodule = idle\nword = {one}\n[d:two]\nmodule = cc.daemon.idle\nword = {two}");
}
