using System.Text;
using System.Text.Json;
using CC.Plugins.Database;

namespace CC.Handlers.Tests.Database;

public sealed class ResultValueTests
{
    private const uint Numeric = 1700;
    private const uint TextArray = 1009;
    private const uint IntegerArray = 1007;

    [Theory]
    [InlineData(16u, "t", "true")]
    [InlineData(16u, "f", "false")]
    [InlineData(23u, "-5", "-5")]
    [InlineData(701u, "1e+20", "1e+20")]
    [InlineData(701u, "-Infinity", "\"-Infinity\"")]
    [InlineData(Numeric, "NaN", "\"NaN\"")]
    [InlineData(Numeric, "12345678901234567890.123", "12345678901234567890.123")]
    [InlineData(114u, "{\"a\": [1]}", "{\"a\": [1]}")]
    [InlineData(25u, "t", "\"t\"")]
    [InlineData(1184u, "2026-01-01 00:00:00+00", "\"2026-01-01 00:00:00\\u002B00\"")]
    [InlineData(IntegerArray, "{}", "[]")]
    [InlineData(IntegerArray, "{1,NULL,-3}", "[1,null,-3]")]
    [InlineData(IntegerArray, "{{1,2},{3,4}}", "[[1,2],[3,4]]")]
    [InlineData(IntegerArray, "[0:1]={1,2}", "[1,2]")]
    [InlineData(1000u, "{t,f}", "[true,false]")]
    [InlineData(1231u, "{NaN,1.5}", "[\"NaN\",1.5]")]
    [InlineData(TextArray, "{a,\"NULL\",\"b,c\",\"\"}", "[\"a\",\"NULL\",\"b,c\",\"\"]")]
    [InlineData(TextArray, "{\"q\\\"\\\\\"}", "[\"q\\u0022\\\\\"]")]
    [InlineData(199u, "{\"{\\\"a\\\": 1}\",2}", "[{\"a\": 1},2]")]
    [InlineData(99999u, "{1,2}", "\"{1,2}\"")]
    public void A_value_is_written_as_its_type_has_it(uint type, string text, string json)
    {
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written))
        {
            ResultValue.Write(writer, type, text);
        }

        Assert.Equal(json, Encoding.UTF8.GetString(written.ToArray()));
    }
}
