namespace CC.Interop.Tests.Postgres;

/// <summary>How functions are found, and what they are given.</summary>
public sealed class ArgumentTests(PostgresServer server) : DatabaseTest(server)
{
    [Theory]
    [InlineData("[1, 2]", "[3]")]
    [InlineData("\"[1, 2]\"", "[3]")]
    [InlineData("[\"1\", \"2\"]", "[3]")]
    [InlineData("\"[1, 2, 3]\"", "[6]")]
    [InlineData("{\"a\": 1, \"b\": 2}", "[3]")]
    [InlineData("\"{\\\"b\\\": \\\"2\\\", \\\"A\\\": 1}\"", "[3]")]
    [InlineData("[null, 2]", "[null]")]
    public async Task Arguments_come_as_a_list_or_an_object_or_the_text_of_one(string parameters, string data) =>
        Assert.Equal(data, await NewCaller().DataAsync($"\"function\": \"add\", \"params\": {parameters}, \"return\": \"one\""));

    [Theory]
    [InlineData("")]
    [InlineData(", \"params\": null")]
    [InlineData(", \"params\": []")]
    [InlineData(", \"params\": \"{}\"")]
    public async Task Without_arguments_none_are_given(string parameters) =>
        Assert.Equal("[null]", await NewCaller().DataAsync($"\"function\": \"missing\", \"return\": \"one\"{parameters}"));

    [Theory]
    [InlineData("sum_up", "[[1, 2, 3]]", "[6]")]
    [InlineData("sum_up", "{\"list\": [1, 2]}", "[3]")]
    [InlineData("sum_up", "[[]]", "[null]")]
    [InlineData("parse", "[[1, \"two\"]]", "[[1, \"two\"]]")]
    [InlineData("parse", "[[]]", "[[]]")]
    [InlineData("parse", "[{\"a\": 1}]", "[{\"a\": 1}]")]
    public async Task Lists_are_arrays_where_the_function_takes_one_and_else_json(string function, string parameters, string data) =>
        Assert.Equal(data, await NewCaller().DataAsync($"\"function\": \"{function}\", \"params\": {parameters}, \"return\": \"one\""));

    [Theory]
    [InlineData("add", "public.add", "not-allowed")]
    [InlineData("add, say", "say ", "not-allowed")]
    [InlineData("add", "ADD", "not-allowed")]
    [InlineData("add", "add(1,2);--", "not-allowed")]
    [InlineData("", "add", "not-allowed")]
    [InlineData("add*", "add", "not-allowed")]
    [InlineData("*", "Add", "failed")]
    [InlineData("*", "pg_sleep", "failed")]
    [InlineData("*", "add(1,2)", "failed")]
    [InlineData("*", "add\\\"; drop table noted; --", "failed")]
    [InlineData("*", "pg_sleep(1);--", "failed")]
    [InlineData("*", "a.b.c", "failed")]
    [InlineData("*", "public.\\\"add\\\"", "failed")]
    [InlineData("*", "", "bad-request")]
    [InlineData("*", ".add", "bad-request")]
    [InlineData("*", "public.", "bad-request")]
    [InlineData("*", "add\\u0000", "bad-request")]
    public async Task Only_what_is_allowed_is_called_and_names_mean_nothing_but_themselves(string allowed, string function, string code)
    {
        var error = await NewCaller($"allowed-functions = {allowed}").ErrorAsync($"\"function\": \"{function}\", \"params\": [1, 2]");

        Assert.Equal(code, error.Code);
        Assert.Equal(0L, await Server.ExecuteAsync("select count(*) from noted where word = ''"));
    }

    [Fact]
    public async Task An_odd_name_is_found_by_schema_and_name() =>
        Assert.Equal("[\"odd\"]", await NewCaller().DataAsync("""
            "function": "Odd \"schema.f.g", "return": "one"
            """));

    [Theory]
    [InlineData("\"function\": \"say\", \"params\": 5")]
    [InlineData("\"function\": \"say\", \"params\": \"no json\"")]
    [InlineData("\"function\": \"say\", \"params\": \"5\"")]
    [InlineData("\"function\": \"say\", \"params\": {\"a b\": 1}")]
    [InlineData("\"function\": \"say\", \"params\": {\"\": 1}")]
    [InlineData("\"function\": \"say\", \"params\": [\"x\"], \"return\": \"two\"")]
    [InlineData("\"function\": 5")]
    [InlineData("\"params\": []")]
    public async Task What_can_not_be_used_is_answered_and_counts_as_invalid(string fields)
    {
        var caller = NewCaller();

        var error = await caller.ErrorAsync(fields);

        Assert.Equal(("bad-request", 1), (error.Code, caller.Invalid));
    }
}
