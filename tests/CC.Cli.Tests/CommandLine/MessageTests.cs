using System.Text;
using System.Text.Json;
using CC.Client.Control;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Cli.Tests.CommandLine;

public sealed class MessageTests
{
    [Fact]
    public async Task Publish_sends_the_message_and_waits_until_the_node_has_read_it()
    {
        using var folder = new TemporaryFolder();
        await using var node = await FakeNode.StartAsync(OnlyPings);

        var ran = await Ctl.RunAsync("publish", "pub.note", """{"text":"ö","n":{"a":[1]}}""", "--blob", folder.File("blob", "octets"), "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "pub.note is published\n"), (ran.Code, ran.Output));
        var published = node.Received[0];
        var body = JsonDocument.Parse(published.Body).RootElement;
        Assert.Equal(("pub.note", "octets"), (published.Type, Encoding.UTF8.GetString(published.Blob.Span)));
        Assert.Equal(("pub.note", "ö", "[1]"), (body.GetProperty("req").GetString(), body.GetProperty("text").GetString(), body.GetProperty("n").GetProperty("a").GetRawText()));
        Assert.Equal(Environment.MachineName, body.GetProperty("hostname").GetString());
        Assert.True(body.GetProperty("time").GetDouble() > 1.7e9);
    }

    /// <summary>The library would otherwise put the file's lines in its place.</summary>
    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_names_no_file_of_further_arguments()
    {
        using var folder = new TemporaryFolder();
        await using var node = await FakeNode.SayingNoAsync(ControlErrors.Refused, "not now");
        var argument = $"@{folder.File("arguments", "Echo")}";

        await Ctl.RunAsync("plugins", "info", argument, "-e", node.Endpoint);
        await Ctl.RunAsync("plugins", "info", "@missing", "-e", node.Endpoint);

        Assert.Equal([argument, "@missing"], node.Received.Select(message => JsonDocument.Parse(message.Body).RootElement.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":{"\udfff":[1]}}""")]
    [InlineData("""{"req":"\ud800"}""")]
    [InlineData("""{"a":["\ud83d\u0041"]}""")]
    public async Task Half_of_a_surrogate_pair_is_refused_before_anything_is_sent(string json)
    {
        await using var node = await FakeNode.StartAsync(OnlyPings);

        foreach (var command in new[] { "request", "publish" })
        {
            var ran = await Ctl.RunAsync(command, "pub.note", json, "-e", node.Endpoint);

            Assert.Equal(ExitCode.Usage, ran.Code);
            Assert.StartsWith("ccctl: JSON: ", ran.Error, StringComparison.Ordinal);
            Assert.Contains(" in line 1 has half of a surrogate pair, which is no character; write both, as", ran.Error, StringComparison.Ordinal);
        }

        Assert.Empty(node.Received);
    }

    [Fact]
    public async Task A_large_text_that_is_no_json_is_not_shown_whole()
    {
        var ran = await Ctl.RunAsync("request", "pub.note", new string('x', 100_000));

        Assert.Equal(ExitCode.Usage, ran.Code);
        Assert.InRange(ran.Error.Length, 200, 1000);
    }

    [Fact]
    public async Task An_answer_with_half_of_a_surrogate_pair_is_told_in_words()
    {
        await using var node = await FakeNode.StartAsync(_ => [("pub.answer", """{"a":"\ud800"}""")]);

        var ran = await Ctl.RunAsync("request", "pub.note", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.StartsWith("ccctl: the answer pub.answer is no JSON", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_json_is_one_object()
    {
        await using var node = await FakeNode.StartAsync(OnlyPings);

        var ran = await Ctl.RunAsync("publish", "pub.note", "--json", "-e", node.Endpoint);

        Assert.Equal("pub.note", JsonDocument.Parse(ran.Output).RootElement.GetProperty("published").GetString());
        Assert.False(node.Received[0].HasBlob);
    }

    [Fact]
    public async Task Publish_hears_of_a_lacking_route()
    {
        await using var node = await FakeNode.StartAsync(message => message.Type == ControlTypes.Ping ? OnlyPings(message) : [FakeNode.No(message, ControlErrors.NoRoute, "none")]);

        var ran = await Ctl.RunAsync("publish", "pub.note", "-e", node.Endpoint);

        Assert.Equal(ExitCode.NoRoute, ran.Code);
    }

    [Fact]
    public async Task Publish_to_a_node_that_tells_strangers_nothing_is_delivered_all_the_same()
    {
        await using var node = await FakeNode.StartAsync(message => message.Type == ControlTypes.Ping ? [FakeNode.No(message, ControlErrors.NotPermitted, "not permitted")] : []);

        var ran = await Ctl.RunAsync("publish", "pub.note", "-e", node.Endpoint);

        Assert.Equal(ExitCode.Ok, ran.Code);
    }

    [Fact]
    public async Task Request_asks_for_an_error_where_there_is_no_route_and_shows_the_answer()
    {
        await using var node = await FakeNode.StartAsync(_ => [("weather.reply", """{"req":"weather.reply","sky":{"is":"blue"}}""")]);

        var ran = await Ctl.RunAsync("request", "weather.ask", "-e", node.Endpoint);

        Assert.Equal((ExitCode.Ok, "{\n  \"req\": \"weather.reply\",\n  \"sky\": {\n    \"is\": \"blue\"\n  }\n}\n"), (ran.Code, ran.Output));
        Assert.True(JsonDocument.Parse(node.Received[0].Body).RootElement.GetProperty("want_error").GetBoolean());
    }

    private static IEnumerable<(string Type, string Json)> OnlyPings(Message message) =>
        message.Type == ControlTypes.Ping ? [FakeNode.Reply(Samples.Ping, ControlJson.Default.PingReply)] : [];
}
