using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Host;

/// <summary>What systemd is told: datagrams to the socket that NOTIFY_SOCKET names.</summary>
public sealed class ServiceManagerTests : HostTest
{
    private const int Hangup = 1;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_told_of_readiness_reload_and_stop_in_this_order(bool isAbstract)
    {
        var address = isAbstract ? $"@cc-test-{Guid.NewGuid():N}" : Folder["notify"];
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{address[1..]}" : address));
        var before = Microseconds();

        await using var server = await ServerProcess.StartAsync(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = address }, Ini());
        Assert.Equal("READY=1", await ReceiveAsync(socket));

        server.Signal(Hangup);
        var reloading = (await ReceiveAsync(socket)).Split('\n');
        Assert.Equal("RELOADING=1", reloading[0]);
        Assert.InRange(long.Parse(reloading[1].Split("MONOTONIC_USEC=")[1]), before, Microseconds());
        Assert.Equal("READY=1", await ReceiveAsync(socket));

        await StopInOrderAsync(server);
        Assert.Equal("STOPPING=1", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task That_does_not_listen_is_no_reason_not_to_run()
    {
        await using var server = await ServerProcess.StartAsync(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Folder["nobody"] }, Ini());

        await PingAsync(server);
        await StopInOrderAsync(server);
    }

    private static long Microseconds() => (long)Stopwatch.GetElapsedTime(0).TotalMicroseconds;

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1024];
        var length = await socket.ReceiveAsync(buffer).WaitAsync(ServerProcess.Patience);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
