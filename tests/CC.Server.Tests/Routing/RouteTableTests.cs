using System.Text;
using CC.Sdk.Testing.Fakes;
using CC.Server.Diagnostics;
using CC.Server.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Server.Tests.Routing;

public sealed class RouteTableTests
{
    [Theory]
    [InlineData("a.b.c", "all a ab abc")]
    [InlineData("a.b.c.d", "all a ab abc")]
    [InlineData("a.b", "all a ab")]
    [InlineData("a.x", "all a")]
    [InlineData("a", "all a")]
    [InlineData("ab", "all")]
    [InlineData("a-b", "all")]
    [InlineData("A", "all")]
    [InlineData("b.a", "all")]
    public void Leads_to_all_prefixes_by_whole_labels_the_general_first(string type, string expected)
    {
        var table = Table(new("a.b.c", ["abc"]), new("a.b", ["ab"]), new("*", ["all"]), new("a", ["a"]));

        Assert.Equal(expected.Split(' '), Find(table, type));
    }

    [Fact]
    public void Leads_nowhere_where_nothing_matches() => Assert.Empty(Find(Table(new Route("a", ["a"])), "b.a"));

    [Fact]
    public void Leads_nowhere_when_it_is_empty() => Assert.Empty(Find(RouteTable.Empty, "a"));

    [Fact]
    public void Keeps_the_order_of_a_route_and_a_handler_listed_twice() =>
        Assert.Equal(["b", "a", "b"], Find(Table(new Route("x", ["b", "a", "b"])), "x"));

    [Fact]
    public void Routes_of_one_pattern_add_up() =>
        Assert.Equal(["a", "b"], Find(Table(new("x", ["a"]), new("x", ["b"])), "x.y"));

    [Fact]
    public void A_route_to_nothing_takes_nothing_from_the_more_general_one() =>
        Assert.Equal(["a"], Find(Table(new("x", ["a"]), new("x.y", [])), "x.y.z"));

    [Fact]
    public void Tells_patterns_apart_that_begin_and_end_alike()
    {
        var patterns = Enumerable.Range(0, 100).Select(i => $"first-octets.{i:00}.last-octets").ToArray();

        var table = Table([.. patterns.Select(pattern => new Route(pattern, [pattern]))]);

        Assert.All(patterns, pattern => Assert.Equal([pattern], Find(table, pattern)));
        Assert.Empty(Find(table, "first-octets.xx.last-octets"));
    }

    [Fact]
    public void Finds_what_the_rule_says() =>
        Prop.ForAll(Patterns.ArrayOf().ToArbitrary(), Patterns.Where(type => type != "*").ToArbitrary(), (patterns, type) =>
        {
            var routes = patterns.Select((pattern, i) => new Route(pattern, [$"{i}"])).ToArray();
            var expected = routes
                .Where(route => route.Pattern == "*" || $"{type}.".StartsWith($"{route.Pattern}.", StringComparison.Ordinal))
                .OrderBy(route => route.Pattern == "*" ? 0 : route.Pattern.Length)
                .SelectMany(route => route.Sections);
            return Find(Table(routes), type).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    private static Gen<string> Patterns =>
        Gen.OneOf(Gen.Constant("*"), Gen.Elements("a", "b", "ab").NonEmptyListOf().Select(labels => string.Join('.', labels.Take(4))));

    private static RouteTable Table(params Route[] routes)
    {
        var traffic = new Traffic(new Counters(), countTypes: false);
        var slots = routes.SelectMany(route => route.Sections).Distinct()
            .ToDictionary(section => section, section => new HandlerSlot(section, traffic, new ManualTime(), new RecordingLogger<RouteTableTests>()));
        return new RouteTable(routes, slots);
    }

    private static IEnumerable<string> Find(RouteTable table, string type) => table.Find(Encoding.ASCII.GetBytes(type)).Select(slot => slot.Section);
}
