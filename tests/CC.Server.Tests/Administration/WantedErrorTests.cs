using System.Text;
using CC.Server.Administration;

namespace CC.Server.Tests.Administration;

public sealed class WantedErrorTests
{
    [Theory]
    [InlineData("""{"req":"a","want_error":true}""", true)]
    [InlineData("""{"want_error": true, "req":"a"}""", true)]
    [InlineData("""{"req":"a","x":NaN,"want_error":true}""", true)]
    [InlineData("""{"req":"a","want_error":false}""", false)]
    [InlineData("""{"req":"a","want_error":"true"}""", false)]
    [InlineData("""{"req":"a","inner":{"want_error":true}}""", false)]
    [InlineData("""{"req":"want_error"}""", false)]
    [InlineData("""{"req":"a"}""", false)]
    [InlineData("""{"req":"a", broken "want_error":true""", false)]
    [InlineData("want_error", false)]
    [InlineData("", false)]
    public void An_error_is_wanted_if_the_body_says_so(string body, bool isWanted) =>
        Assert.Equal(isWanted, WantedError.IsWanted(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_body_that_is_too_long_is_not_looked_into() =>
        Assert.False(WantedError.IsWanted(Encoding.UTF8.GetBytes($$"""{"filler":"{{new string('x', 70_000)}}","want_error":true}""")));
}
