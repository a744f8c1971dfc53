using CC.Zmtp.Protocol;

namespace CC.Zmtp.Tests.Protocol;

public sealed class GreetingTests
{
    [Fact]
    public void A_signature_is_also_the_start_of_an_identity_frame_of_1_0() =>
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 6, 0x7F], Greeting.Signature(identityLength: 5));

    [Fact]
    public void What_is_in_a_signature_between_its_ends_does_not_matter() =>
        Assert.True(Greeting.IsSignature([0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 0x7F]));

    [Fact]
    public void A_long_identity_frame_is_no_signature() =>
        Assert.False(Greeting.IsSignature([0xFF, 0, 0, 0, 0, 0, 0, 0, 6, 0]));

    [Fact]
    public void Is_64_octets_with_the_mechanism_padded()
    {
        var rest = Greeting.Rest(1, "PLAIN", asServer: true);

        Assert.Equal(Greeting.Size, Greeting.SignatureSize + 1 + rest.Length);
        Assert.Equal((1, "PLAIN", true), Greeting.ParseRest(rest));
        Assert.All(rest[22..], octet => Assert.Equal(0, octet));
    }

    [Theory]
    [InlineData(0, new byte[] { 1, 0 })]
    [InlineData(253, new byte[] { 254, 0 })]
    [InlineData(254, new byte[] { 255, 0, 0, 0, 0, 0, 0, 0, 255, 0 })]
    [InlineData(255, new byte[] { 255, 0, 0, 0, 0, 0, 0, 1, 0, 0 })]
    public void Of_1_0_is_the_identity_as_a_frame(int identityLength, byte[] header) =>
        Assert.Equal([.. header, .. new byte[identityLength]], Greeting.OldIdentity(new byte[identityLength]));
}
