namespace CC.Cms.Tests;

public sealed class SignatoryTests : IDisposable
{
    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Theory]
    [InlineData("user1", true)]
    [InlineData("USER1", false)]
    [InlineData("user", false)]
    [InlineData("CN=user1, O=Example, C=EE", true)]
    [InlineData("C = EE, O = Example, CN = user1", true)]
    [InlineData("CN=user1", false)]
    [InlineData("CN=user1, O=Other, C=EE", false)]
    [InlineData("nonsense = = ,", false)]
    public void Is_who_is_written_down(string written, bool expected) =>
        Assert.Equal(expected, Signatory.Of(keys.Issue("user1", subject: "CN=user1, O=Example, C=EE")).Is(written));

    [Fact]
    public void Who_has_two_common_names_goes_by_neither()
    {
        var signatory = Signatory.Of(keys.Issue("user1", subject: "CN=user1, CN=admin"));

        Assert.False(signatory.Is("user1") || signatory.Is("admin"));
        Assert.True(signatory.Is("CN=user1, CN=admin"));
    }

    [Fact]
    public void A_value_that_looks_like_a_name_is_only_a_value()
    {
        var signatory = Signatory.Of(keys.Issue("user1", subject: "CN=user1, O=\"Example, CN=admin\""));

        Assert.False(signatory.Is("admin"));
        Assert.False(signatory.Is("CN=user1, O=Example, CN=admin"));
        Assert.True(signatory.Is("CN=user1, O=\"Example, CN=admin\""));
    }
}
