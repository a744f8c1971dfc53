using CC.Zmtp.Connections;
using CC.Zmtp.Patterns;
using CC.Zmtp.Tests.Support;

namespace CC.Zmtp.Tests.Fuzz;

/// <summary>The handshake and the read loop of every socket type, with a peer that says anything at all.</summary>
public sealed class ConnectionFuzzTests
{
    private static readonly Version[] Versions = [new(3, 1), new(3, 0), new(2, 0), new(1, 0)];

    [Fact]
    public void A_connection_ends_in_order_or_for_a_reason_that_has_a_name() => FuzzRun.Of(static random =>
    {
        ZmtpEvent? last = null;
        var peer = new ScriptedStream();
        var core = new SocketCore((SocketType)random.Next(1, 11), Options(random, happened => last = happened), handler: null);
        var connection = new Connection(core, peer, "fuzz");
        Give(random, peer, Octets.Conversation(random));

        var running = connection.RunAsync(null);

        Assert.True(SpinWait.SpinUntil(() => IsOver(running, core), TimeSpan.FromSeconds(30)), "The connection goes on for ever.");
        Assert.Null(connection.End?.InnerException);
        Assert.Equal(running.Result is null ? ZmtpEventKind.HandshakeFailed : ZmtpEventKind.Disconnected, last?.Kind);
        Assert.Equal(0, core.Statistics().Connections);
        core.Close();
    });

    /// <summary>An XPUB's connection is over when it has told the application of its last cancellation.</summary>
    private static bool IsOver(Task running, SocketCore core)
    {
        while (core.Inbox.TryTake(out _, out _))
        {
        }

        return running.IsCompleted;
    }

    private static ZmtpSocketOptions Options(Random random, Action<ZmtpEvent> onEvent) => new()
    {
        MaxVersion = Versions[random.Next(Versions.Length)],
        MaxMessageSize = random.Next(1, 10_000),
        MaxFrames = random.Next(1, 10),
        ReceiveHighWaterMark = 0,
        Security = random.Next(5) == 0 ? ZmtpSecurity.PlainServer((_, _) => true) : random.Next(5) == 0 ? ZmtpSecurity.PlainClient("a", "b") : ZmtpSecurity.Null,
        Time = new FakeTime(),
        OnEvent = onEvent,
    };

    private static void Give(Random random, ScriptedStream peer, byte[] octets)
    {
        for (var given = 0; given < octets.Length;)
        {
            var count = Math.Min(octets.Length - given, random.Next(1, 200));
            peer.Says(octets.AsSpan(given, count));
            given += count;
        }

        peer.HangsUp();
    }
}
