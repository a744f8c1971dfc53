using CC.Interop.Tests.Support;

namespace CC.Interop.Tests.Libzmq;

/// <summary>A socket of ours that speaks an older version of ZMTP, with libzmq, which falls back to it.</summary>
public sealed class VersionTests
{
    public static TheoryData<string, string, bool> Cases =>
        new(from pair in Conversation.PairsOf("3.0", "2.0", "1.0") from weBind in new[] { true, false } select (pair.Pair, pair.Version, weBind));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Libzmq_understands_an_older_first_of(string pair, string version, bool weBind)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = Ends.Ours(pair, isFirst: true, version);
        await using var theirs = await Ends.TheirsAsync(peer, pair, isFirst: false);

        await Ends.JoinAsync(weBind ? ours : theirs, weBind ? theirs : ours, "tcp");

        await Conversation.HoldAsync(pair, ours, theirs);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Libzmq_understands_an_older_second_of(string pair, string version, bool weBind)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var theirs = await Ends.TheirsAsync(peer, pair, isFirst: true);
        await using var ours = Ends.Ours(pair, isFirst: false, version);

        await Ends.JoinAsync(weBind ? ours : theirs, weBind ? theirs : ours, "tcp");

        await Conversation.HoldAsync(pair, theirs, ours);
    }
}
