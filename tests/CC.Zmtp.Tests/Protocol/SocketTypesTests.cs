using System.Text;
using CC.Zmtp.Protocol;

namespace CC.Zmtp.Tests.Protocol;

public sealed class SocketTypesTests
{
    /// <summary>RFC 37, "The Socket-Type Property".</summary>
    private static readonly string[] LegalPairs =
    [
        "REQ REP", "REQ ROUTER", "REP DEALER", "DEALER DEALER", "DEALER ROUTER", "ROUTER ROUTER",
        "PUB SUB", "PUB XSUB", "XPUB SUB", "XPUB XSUB", "PUSH PULL",
    ];

    [Fact]
    public void Talk_to_those_that_the_protocol_lists_and_to_no_others()
    {
        var pairs = from one in Enum.GetValues<SocketType>()
                    from other in Enum.GetValues<SocketType>()
                    where one.AcceptsPeer(other)
                    select $"{one.WireName()} {other.WireName()}";

        Assert.Equal(
            LegalPairs.Concat(LegalPairs.Select(pair => string.Join(' ', pair.Split(' ').Reverse()))).Distinct().Order(),
            pairs.Order());
    }

    [Fact]
    public void Are_read_by_the_name_that_they_are_written_with() =>
        Assert.All(Enum.GetValues<SocketType>(), type =>
        {
            Assert.True(SocketTypes.TryParse(Encoding.ASCII.GetBytes(type.WireName()), out var read));
            Assert.Equal(type, read);
        });

    [Theory]
    [InlineData(SocketType.XPub, SocketType.Pub)]
    [InlineData(SocketType.XSub, SocketType.Sub)]
    [InlineData(SocketType.Router, SocketType.Router)]
    public void Look_to_a_2_0_peer_like_the_types_of_its_time(SocketType type, SocketType onTheWire) =>
        Assert.Equal(onTheWire, type.WireTypeIn20());
}
