using CC.Interop.Tests.Support;

namespace CC.Interop.Tests.Ours;

/// <summary>Every legal pair of ours, of equal and of different versions, within the process and over TCP.</summary>
public sealed class VersionTests
{
    public static TheoryData<string, string, string> Cases =>
        new(from pair in Conversation.PairsOf("3.1", "3.0", "2.0", "1.0") from transport in new[] { "inproc", "tcp" } select (pair.Pair, pair.Version, transport));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_older_first_is_understood(string pair, string version, string transport)
    {
        await using var first = Ends.Ours(pair, isFirst: true, version);
        await using var second = Ends.Ours(pair, isFirst: false);

        await Ends.JoinAsync(second, first, transport);

        await Conversation.HoldAsync(pair, first, second);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_older_second_is_understood(string pair, string version, string transport)
    {
        await using var first = Ends.Ours(pair, isFirst: true);
        await using var second = Ends.Ours(pair, isFirst: false, version);

        await Ends.JoinAsync(first, second, transport);

        await Conversation.HoldAsync(pair, first, second);
    }
}
