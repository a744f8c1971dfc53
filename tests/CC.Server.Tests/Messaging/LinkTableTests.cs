using CC.Server.Messaging;

namespace CC.Server.Tests.Messaging;

public sealed class LinkTableTests
{
    [Fact]
    public void An_address_leads_to_who_opened_it_until_it_is_closed()
    {
        var links = new LinkTable();
        var (first, address) = links.Open(_ => default);
        var (_, other) = links.Open(_ => throw new InvalidOperationException());

        // An encoded address is a frame: two octets of header come first.
        Assert.True(LinkTable.IsLink(address.AsSpan(2)));
        Assert.NotSame(links.Find(address.AsSpan(2)), links.Find(other.AsSpan(2)));
        Assert.NotNull(links.Find(address.AsSpan(2)));

        links.Close(first);

        Assert.Null(links.Find(address.AsSpan(2)));
        Assert.NotNull(links.Find(other.AsSpan(2)));
    }

    [Theory]
    [InlineData(new byte[] { 0, (byte)'L', 1, 2, 3 })]
    [InlineData(new byte[] { 1, (byte)'L', 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0, (byte)'M', 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData(new byte[0])]
    public void Identities_of_connections_are_no_links(byte[] address) => Assert.False(LinkTable.IsLink(address));
}
