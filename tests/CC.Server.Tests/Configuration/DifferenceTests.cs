namespace CC.Server.Tests.Configuration;

public sealed class DifferenceTests
{
    private const string Before = """
        [ccserver]
        cc-socket = tcp://127.0.0.1:*
        cc-role = local
        [routes]
        a = h1, h2
        b = run
        c = whole
        e = collector
        [h1]
        handler = plain
        text = one
        limit = 1K
        [h2]
        handler = plain
        [run]
        handler = runner
        daemons = d
        [d]
        module = plain
        [whole]
        handler = whole
        parts = p
        [p]
        names = a, b
        [collector]
        handler = collector
        [c:one]
        size = 1
        """;

    [Theory]
    [InlineData("handler = plain", "handler = simple", "")]
    [InlineData("limit = 1K", "LIMIT: 1024 ; the same", "")]
    [InlineData("text = one", "# comment\ntext = one", "")]
    [InlineData("text = one", "text = two", "h1")]
    [InlineData("text = one", "text = one\nmailbox-size = 5", "h1")]
    [InlineData("a = h1, h2", "a = h2, h1", "routes")]
    [InlineData("a = h1, h2", "a = h1", "h2 routes")]
    [InlineData("module = plain", "module = plain\ncount = 2", "d")]
    [InlineData("module = plain", "module = plain\nisolation = process", "d")]
    [InlineData("names = a, b", "NAMES: a,b ; the same", "")]
    [InlineData("names = a, b", "names = b, a", "whole")]
    [InlineData("size = 1", "size:1 ; the same", "")]
    [InlineData("size = 1", "size = 2", "c:one collector")]
    [InlineData("[c:one]", "[c:two]", "c:one c:two collector")]
    [InlineData("module = plain", "module = plain\nquarantine-after = 3", "")]
    [InlineData("cc-role = local", "cc-role = local\nstats-period = 5", "ccserver")]
    [InlineData("cc-role = local", "cc-role = local\njob_name = other", "ccserver collector d h1 h2 run whole")]
    public void Names_the_sections_that_mean_something_else(string was, string became, string changed)
    {
        var before = Configurations.Load(Before);
        var after = Configurations.Load(Before.Replace(was, became, StringComparison.Ordinal));

        Assert.Equal(changed, string.Join(' ', after.DifferenceTo(before).Order(StringComparer.Ordinal)));
        Assert.Equal(changed, string.Join(' ', before.DifferenceTo(after).Order(StringComparer.Ordinal)));
    }
}
