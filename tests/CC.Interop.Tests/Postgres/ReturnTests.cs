namespace CC.Interop.Tests.Postgres;

/// <summary>What comes back for each kind of <c>return</c>.</summary>
public sealed class ReturnTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task All_rows_come_as_a_list_of_lists_with_their_count()
    {
        var (type, body) = await NewCaller().CallAsync("""
            "function": "series", "params": "[3]", "return": "all", "ident": {"my": ["own"]}
            """);

        Assert.Equal("reply.db.test", type);
        Assert.Equal("[[1],[2],[3]]", body.GetProperty("data").GetRawText());
        Assert.Equal((3, "SELECT 3"), (body.GetProperty("rowcount").GetInt64(), body.GetProperty("statusmessage").GetString()));
        Assert.Equal("""{"my":["own"]}""", body.GetProperty("ident").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("testhost", body.GetProperty("hostname").GetString());
    }

    [Theory]
    [InlineData("series", "[3]", "[1]", 3)]
    [InlineData("no_rows", "[]", "null", 0)]
    [InlineData("missing", "[]", "[null]", 1)]
    public async Task One_is_the_first_row_and_all_are_counted(string function, string parameters, string data, int rows)
    {
        var (_, body) = await NewCaller().CallAsync($"\"function\": \"{function}\", \"params\": \"{parameters}\", \"return\": \"one\"");

        Assert.Equal((data, rows), (body.GetProperty("data").GetRawText(), body.GetProperty("rowcount").GetInt32()));
        Assert.False(body.TryGetProperty("ident", out _));
    }

    [Theory]
    [InlineData("\"return\": \"no\"")]
    [InlineData("\"return\": \"\"")]
    [InlineData("\"return\": null")]
    [InlineData("\"more\": 1")]
    public async Task Without_a_wish_nothing_comes_back_and_the_call_is_made(string wish)
    {
        var caller = NewCaller();
        var word = Guid.NewGuid().ToString();

        await caller.SendAsync("someone", $"\"function\": \"note\", \"params\": [\"{word}\"], {wish}");
        await caller.DisposeAsync();

        Assert.Equal(1L, await Server.ExecuteAsync($"select count(*) from noted where word = '{word}'"));
        Assert.Equal(0, caller.Unexpected);
        Assert.Equal(1, caller.Metrics["database.calls"]);
    }

    [Fact]
    public async Task Json_is_the_message_that_the_function_has_made()
    {
        var (type, body) = await NewCaller().CallAsync("""
            "function": "public.apiwrapper", "params": ["{\"req\": \"api.hello\"}"], "return": "json"
            """);

        Assert.Equal("api.hello", type);
        Assert.Equal(("api.hello", "Hello from DB"), (body.GetProperty("req").GetString(), body.GetProperty("msg").GetString()));
        Assert.Equal(("testhost", ""), (body.GetProperty("hostname").GetString(), body.GetProperty("blob_hash").GetString()));
        Assert.True(body.GetProperty("time").GetDouble() > 0);
    }

    [Theory]
    [InlineData("raw", "[\"{}\"]")]
    [InlineData("raw", "[\"[1]\"]")]
    [InlineData("raw", "[\"no json\"]")]
    [InlineData("raw", "[\"{\\\"req\\\": \\\"not a type\\\"}\"]")]
    [InlineData("raw", "[null]")]
    [InlineData("no_rows", "[]")]
    public async Task Json_that_is_no_message_is_an_error(string function, string parameters)
    {
        var (code, _, msg) = await NewCaller().ErrorAsync($"\"function\": \"{function}\", \"params\": {parameters}, \"return\": \"json\"");

        Assert.Equal("bad-result", code);
        Assert.Contains("has returned no", msg.Replace("has not returned a message", "has returned no message", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kinds", "[true, 1.50, 2.5, {\"a\": [1, null]}]", "[[[true,1.50,2.5,{\"a\":[1,null]}]]]")]
    [InlineData("pair", "[]", "[[\"(1,\\u0022x y\\u0022)\"]]")]
    [InlineData("nothing", "[]", "[[null]]")]
    [InlineData("pg_catalog.now", "[]", null)]
    [InlineData("pg_catalog.to_timestamp", "[0]", null)]
    [InlineData("not_a_number", "[]", "[[\"NaN\"]]")]
    [InlineData("huge", "[]", "[[9007199254740993]]")]
    [InlineData("pg_catalog.string_to_array", "[\"a,b\\\"{ \", \",\"]", "[[[\"a\",\"b\\u0022{ \"]]]")]
    [InlineData("texts", "[[\"a\\\"b\\\\\", null, \"NULL\", \"{x}\"]]", "[[[\"a\\u0022b\\\\\",null,\"NULL\",\"{x}\"]]]")]
    [InlineData("texts", "[[[\"a\"], [\"b\"]]]", "[[[[\"a\"],[\"b\"]]]]")]
    [InlineData("say", "[\"tschüß \\u4e16\\ud83d\\ude00\"]", "[[\"tsch\\u00FC\\u00DF \\u4E16\\uD83D\\uDE00\"]]")]
    public async Task Values_are_what_json_has_for_them_and_else_text(string function, string parameters, string? data)
    {
        var read = await NewCaller().DataAsync($"\"function\": \"{function}\", \"params\": {parameters}, \"return\": \"all\"");

        Assert.Equal(data ?? read, read.Replace(", ", ",", StringComparison.Ordinal).Replace("\": ", "\":", StringComparison.Ordinal));
    }
}
