using CC.Interop.Tests.Support;

namespace CC.Interop.Tests.Libzmq;

/// <summary>Every legal pair of socket types, in both roles, whoever binds, over each transport that libzmq shares.</summary>
public sealed class PairTests
{
    public static TheoryData<string, bool, string> Cases =>
        new MatrixTheoryData<string, bool, string>(Conversation.Pairs, [true, false], ["tcp", "ipc", "abstract"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Understands_libzmq_as_the_second_of(string pair, bool weBind, string transport)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var ours = Ends.Ours(pair, isFirst: true);
        await using var theirs = await Ends.TheirsAsync(peer, pair, isFirst: false);

        await Ends.JoinAsync(weBind ? ours : theirs, weBind ? theirs : ours, transport);

        await Conversation.HoldAsync(pair, ours, theirs);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Understands_libzmq_as_the_first_of(string pair, bool weBind, string transport)
    {
        await using var peer = await ZmqPeer.StartAsync();
        await using var theirs = await Ends.TheirsAsync(peer, pair, isFirst: true);
        await using var ours = Ends.Ours(pair, isFirst: false);

        await Ends.JoinAsync(weBind ? ours : theirs, weBind ? theirs : ours, transport);

        await Conversation.HoldAsync(pair, theirs, ours);
    }
}
