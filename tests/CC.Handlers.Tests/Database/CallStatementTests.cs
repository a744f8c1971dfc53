using System.Text.Json;
using CC.Plugins.Database;
using CC.Sdk;

namespace CC.Handlers.Tests.Database;

public sealed class CallStatementTests
{
    [Theory]
    [InlineData("f", "[]", "select \"public\".\"f\"()")]
    [InlineData("s.f", "[1, \"two\"]", "select \"s\".\"f\"($1, $2)")]
    [InlineData("s.f", "{\"A\": 1, \"b_2\": 2}", "select \"s\".\"f\"(\"a\" := $1, \"b_2\" := $2)")]
    [InlineData("F", "[]", "select \"public\".\"F\"()")]
    [InlineData("a.b.c", "[]", "select \"a\".\"b.c\"()")]
    [InlineData("f\"(); drop table t; --", "[]", "select \"public\".\"f\"\"(); drop table t; --\"()")]
    [InlineData("\".\"", "[]", "select \"\"\"\".\"\"\"\"()")]
    public void A_name_means_itself_and_arguments_are_parameters(string function, string parameters, string statement) =>
        Assert.Equal(statement, CallStatement.Of(Call(function, parameters)));

    [Theory]
    [InlineData("null", null, null)]
    [InlineData("\"text\"", "text", "text")]
    [InlineData("1.50", "1.50", "1.50")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("true", "true", "true")]
    [InlineData("{\"a\":[1]}", "{\"a\":[1]}", "{\"a\":[1]}")]
    [InlineData("[1,\"a\",null]", "[1,\"a\",null]", "{1,\"a\",NULL}")]
    [InlineData("[]", "[]", "{}")]
    [InlineData("[[true],[{\"b\":\"c\"}]]", "[[true],[{\"b\":\"c\"}]]", "{{true},{\"{\\\"b\\\":\\\"c\\\"}\"}}")]
    [InlineData("[\"a\\\"b\\\\c\"]", "[\"a\\\"b\\\\c\"]", "{\"a\\\"b\\\\c\"}")]
    public void A_value_is_given_as_text(string json, string? plain, string? array)
    {
        var value = JsonElement.Parse(json);

        Assert.Equal((plain, array), (CallStatement.ParameterOf(value, isArray: false), CallStatement.ParameterOf(value, isArray: true)));
    }

    [Fact]
    public void More_arguments_than_a_function_has_are_refused()
    {
        Assert.Equal(100, Call("f", $"[{string.Join(',', Enumerable.Range(0, 100))}]").Arguments.Count);
        Assert.Throws<MessageException>(() => Call("f", $"[{string.Join(',', Enumerable.Range(0, 101))}]"));
    }

    [Theory]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("[[{\"a\": \"\\ud800\"}]]")]
    [InlineData("[{\"\\ud800\": 1}]")]
    public void Half_a_character_is_refused(string parameters) =>
        Assert.Equal(MessageFault.BadField, Assert.Throws<MessageException>(() => Call("f", parameters)).Fault);

    private static FunctionCall Call(string function, string parameters) =>
        FunctionCall.Of(new DatabaseCall { Req = "db", Function = function, Parameters = JsonElement.Parse(parameters) });
}
