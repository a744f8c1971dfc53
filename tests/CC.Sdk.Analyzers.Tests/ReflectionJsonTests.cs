using System.Globalization;

namespace CC.Sdk.Analyzers.Tests;

public sealed class ReflectionJsonTests
{
    /// <summary>Something to write, and what would generate the code to write it.</summary>
    private const string Point = """
        record Point(int X);
        class PointJson(JsonTypeInfo<Point> point) : JsonSerializerContext(null)
        {
            public JsonTypeInfo<Point> Point => point;
            public override JsonTypeInfo GetTypeInfo(Type type) => point;
            protected override JsonSerializerOptions GeneratedSerializerOptions => null;
        }

        """;

    [Theory]
    [InlineData("JsonSerializer.Serialize(new Point(1))")]
    [InlineData("JsonSerializer.Serialize(new Point(1), new JsonSerializerOptions())")]
    [InlineData("JsonSerializer.Serialize(new Point(1), typeof(Point))")]
    [InlineData("JsonSerializer.SerializeToUtf8Bytes(new Point(1))")]
    [InlineData("JsonSerializer.SerializeToNode(new Point(1))")]
    [InlineData("JsonSerializer.Deserialize<Point>(\"{}\")")]
    [InlineData("JsonSerializer.DeserializeAsync<Point>(System.IO.Stream.Null)")]
    [InlineData("JsonDocument.Parse(\"{}\").Deserialize<Point>()")]
    [InlineData("JsonContent.Create(new Point(1))")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(new Point(1))")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create((object)1)")]
    [InlineData("new DefaultJsonTypeInfoResolver()")]
    [InlineData("new StringContent(\"\").ReadFromJsonAsync<Point>()")]
    [InlineData("new HttpClient().GetFromJsonAsync<Point>(\"http://localhost\")")]
    [InlineData("new HttpClient().PostAsJsonAsync(\"http://localhost\", new Point(1))")]
    public async Task Is_found_where_no_type_information_is_passed(string call)
    {
        var found = await Snippet.FindAsync($"{Point} class Plugin {{ object Run() => {call}; }}");

        Assert.Equal([$"CC0001 {call}"], found);
    }

    [Theory]
    [InlineData("JsonSerializer.Serialize(new Point(1), json.Point)")]
    [InlineData("JsonSerializer.Serialize(new Point(1), typeof(Point), json)")]
    [InlineData("JsonSerializer.Deserialize(\"{}\", json.Point)")]
    [InlineData("JsonContent.Create(new Point(1), json.Point)")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(new Point(1), json.Point)")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(1)")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(\"text\")")]
    [InlineData("new StringContent(\"\").ReadFromJsonAsync(json.Point)")]
    [InlineData("new StringContent(\"\").ReadFromJsonAsync(typeof(Point), json)")]
    [InlineData("JsonDocument.Parse(\"{}\").RootElement.GetProperty(\"X\").GetInt32()")]
    public async Task Is_not_found_where_it_is_passed(string call)
    {
        var found = await Snippet.FindAsync($"{Point} class Plugin {{ object Run(PointJson json) => {call}; }}");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("nodes.Add(new object())")]
    [InlineData("nodes.Add(new Point(1))")]
    [InlineData("nodes.ReplaceWith(new Point(1))")]
    public async Task Is_found_where_anything_becomes_a_node(string call)
    {
        var found = await Snippet.FindAsync($"{Point} class Plugin {{ void Run(System.Text.Json.Nodes.JsonArray nodes) => {call}; }}");

        Assert.Equal([$"CC0001 {call}"], found);
    }

    [Theory]
    [InlineData("nodes.Add(nodes[0])")]
    [InlineData("nodes.Add(new System.Text.Json.Nodes.JsonObject())")]
    [InlineData("nodes.Add(JsonSerializer.SerializeToNode(new Point(1), json.Point))")]
    public async Task Is_not_found_where_it_is_a_node_already(string call)
    {
        var found = await Snippet.FindAsync($"{Point} class Plugin {{ void Run(System.Text.Json.Nodes.JsonArray nodes, PointJson json) => {call}; }}");

        Assert.Empty(found);
    }

    [Fact]
    public async Task Is_found_in_a_resolver_that_is_made_of_the_one_that_reflects()
    {
        var found = await Snippet.FindAsync("class Resolver : DefaultJsonTypeInfoResolver; class Plugin { object Run() => new Resolver(); }");

        Assert.Equal(["CC0001 new Resolver()"], found);
    }

    [Fact]
    public async Task Is_found_where_a_method_is_passed_on()
    {
        var found = await Snippet.FindAsync("class Plugin { Func<JsonDocument, JsonSerializerOptions, int> Read => JsonSerializer.Deserialize<int>; }");

        Assert.Equal(["CC0001 JsonSerializer.Deserialize<int>"], found);
    }

    [Fact]
    public async Task Is_found_with_the_other_library()
    {
        var found = await Snippet.FindAsync("""
            namespace Newtonsoft.Json
            {
                public static class JsonConvert { public static string SerializeObject(object value) => ""; public static string ToString(int value) => ""; }
            }

            class Plugin { string Run() => Newtonsoft.Json.JsonConvert.SerializeObject(this) + Newtonsoft.Json.JsonConvert.ToString(1); }
            """);

        Assert.Equal(["CC0001 Newtonsoft.Json.JsonConvert.SerializeObject(this)"], found);
    }

    [Fact]
    public async Task Is_told_with_the_next_step()
    {
        var said = Assert.Single(await Snippet.DiagnosticsAsync("class Plugin { string Run() => JsonSerializer.Serialize(1); }"));

        Assert.Equal(
            "'JsonSerializer.Serialize' finds out at run time what a type looks like, and what it found keeps the plugin from being unloaded: pass the JsonTypeInfo of a JsonSerializerContext of the plugin's own",
            said.GetMessage());
        Assert.Empty(said.Descriptor.HelpLinkUri); // There is no page to link to.
        Assert.Equal("Explained in docs/plugin-contract.md, under CC0001.", said.Descriptor.Description.ToString(CultureInfo.InvariantCulture));
    }
}
