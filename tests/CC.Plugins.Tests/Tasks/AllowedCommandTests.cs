using CC.Plugins.Tasks.Exec;
using CC.Sdk;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.Tasks;

public sealed class AllowedCommandTests
{
    [Theory]
    [InlineData("a: /bin/x", "", "/bin/x")]
    [InlineData("a: /bin/x 'b c' \"d\"", "", "/bin/x|b c|d")]
    [InlineData("a: /bin/x {p}", "it's; rm -rf /", "/bin/x|it's; rm -rf /")]
    [InlineData("a: /bin/x --in={p} {p}", "v", "/bin/x|--in=v|v")]
    [InlineData("a: /bin/x --in={p}", "-v", "/bin/x|--in=-v")]
    [InlineData("a: /bin/x {p:-v|w}", "-v", "/bin/x|-v")]
    [InlineData("a: /bin/x {p:[a-z]{2,3}}", "abc", "/bin/x|abc")]
    [InlineData("a: /bin/x {p}", "", "/bin/x|")]
    public void A_parameter_takes_its_place_within_one_word(string line, string value, string words) =>
        Assert.Equal(words, string.Join('|', AllowedCommand.Parse(line).For(Requests.Of("s", ("p", value)))));

    [Theory]
    [InlineData("a: /bin/x {q}", "v", "the parameter q is missing")]
    [InlineData("a: /bin/x {p}", "-v", "would be taken for an option")]
    [InlineData("a: /bin/x {p}", "a\nb", "has control characters in it")]
    [InlineData("a: /bin/x {p}", "a\0b", "has control characters in it")]
    [InlineData("a: /bin/x {p:[a-z]+}", "abc1", "is not allowed: it must be")]
    [InlineData("a: /bin/x {p:a|b}", "ab", "is not allowed: it must be")]
    public void A_value_that_is_not_allowed_is_refused(string line, string value, string why)
    {
        var refused = Assert.Throws<TaskRefusedException>(() => AllowedCommand.Parse(line).For(Requests.Of("s", ("p", value))));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bin/x", "does not begin with a name")]
    [InlineData("a b: /bin/x", "does not begin with a name")]
    [InlineData("a: x", "does not name its program by its whole path")]
    [InlineData("a: {p}", "does not name its program by its whole path")]
    [InlineData("a: ''", "does not name its program by its whole path")]
    [InlineData("a:", "does not name its program by its whole path")]
    [InlineData("a: /bin/x {p", "has a brace that is not closed")]
    [InlineData("a: /bin/x {}", "is no place for a parameter")]
    [InlineData("a: /bin/x '", "the quote ' is not closed")]
    [InlineData("a: /bin/x {p:[}", "can't be used")]
    [InlineData("a: /bin/x {p:(?=a)}", "can't be used")]
    public void A_line_that_is_none_is_an_error_of_the_configuration(string line, string rule)
    {
        var invalid = Assert.Throws<OptionsException>(() => OptionsOf.Section<ExecOptions>($"allow =\n  {line}"));

        Assert.Contains(rule, invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_one_name_are_an_error() =>
        Assert.Contains("two commands of the name a", Assert.Throws<OptionsException>(() => OptionsOf.Section<ExecOptions>("allow =\n  a: /bin/x\n  a: /bin/y")).Message, StringComparison.Ordinal);
}
