using CC.Zmtp.Connections;
using CC.Zmtp.Patterns;
using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Connections;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Leaves_no_timer_behind()
    {
        var time = new FakeTime();
        var core = new SocketCore(SocketType.Pull, new ZmtpSocketOptions { Time = time, HeartbeatInterval = TimeSpan.FromSeconds(10) }, null);
        var peer = new ScriptedStream()
            .Says([.. Greeting.Signature(0), 3, .. Greeting.Rest(1, "NULL", asServer: false)])
            .Says(Command.Encode("READY"u8, new HandshakeProperties(SocketType.Push, default).Encode()));
        var running = new Connection(core, peer, "test").RunAsync(null);
        Assert.True(SpinWait.SpinUntil(() => core.Statistics().Connections == 1 && time.Running == 2, TimeSpan.FromSeconds(30)));

        peer.HangsUp();
        Assert.NotNull(await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        core.Close();

        Assert.Equal(0, time.Running);
    }
}
