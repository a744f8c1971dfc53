using CC.Client;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

public sealed class StoppingTests : HostTest
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private string Gate => Folder["gate"];

    private string Journal => Folder["journal"];

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task What_was_accepted_is_handled_before_the_node_ends(int signal)
    {
        await using var server = await ServerProcess.StartAsync(GateIni($"stop-timeout = 300\npidfile = {Folder["node.pid"]}"));
        await using var client = await AcceptedAsync(server, 5);

        server.Signal(signal);
        await Eventually.TrueAsync(() => IsRefused(server), () => "the node goes on taking connections");
        Assert.False(File.Exists(Journal));
        Folder.File("gate", "");

        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.Equal(["slow.0", "slow.1", "slow.2", "slow.3", "slow.4"], await File.ReadAllLinesAsync(Journal));
        Assert.Empty(server.Errors);
        Assert.False(File.Exists(Folder["node.pid"]));
    }

    [Fact]
    public async Task What_can_not_be_handled_in_time_is_given_up_and_counted()
    {
        await using var server = await ServerProcess.StartAsync(GateIni("stop-timeout = 0.5"));
        await using var client = await AcceptedAsync(server, 5);

        Assert.Equal(0, await server.StopAsync());

        Assert.Contains("count.dropped.stopped: 4", await server.WaitForLineAsync("send_stats"));
        await server.WaitForLineAsync("h:gate was stopped while it handled slow.0");
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public async Task A_handler_that_does_not_give_up_is_left_behind()
    {
        await using var server = await ServerProcess.StartAsync(GateIni("stop-timeout = 0.5", gate: "stubborn = yes"));
        await using var client = await AcceptedAsync(server, 1);

        Assert.Equal(1, await server.StopAsync());

        await server.WaitForLineAsync("h:gate is still at it, though told to give up, and is left behind");
    }

    [Fact]
    public async Task Two_interrupts_within_a_second_end_it_at_once()
    {
        await using var server = await ServerProcess.StartAsync(GateIni("stop-timeout = 300"));
        await using var client = await AcceptedAsync(server, 1);
        var exit = server.WaitForExitAsync();

        while (!exit.IsCompleted)
        {
            server.Signal(Interrupt);
            await Task.WhenAny(exit, Task.Delay(100));
        }

        Assert.Equal(1, await exit);
    }

    private string GateIni(string main, string gate = "") => Ini(
        main: $"{main}\n{WithOutsider()}",
        routes: "slow = h:gate",
        sections: $"[h:gate]\nhandler = gate\nopen-file = {Gate}\njournal = {Journal}\n{gate}");

    /// <summary>Sends messages to the gate, and returns when the node has them: it answers a ping that was sent after them over the same connection.</summary>
    private static async Task<CcClient> AcceptedAsync(ServerProcess server, int count)
    {
        var client = new CcClient(server.Endpoint);
        for (var i = 0; i < count; i++)
        {
            await client.PublishAsync(Message.Create($"slow.{i}", "{}"u8.ToArray()));
        }

        await PingAsync(client);
        return client;
    }

    private static bool IsRefused(ServerProcess server)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            socket.Connect("127.0.0.1", new Uri(server.Endpoint).Port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
