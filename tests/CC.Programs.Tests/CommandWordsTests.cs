namespace CC.Programs.Tests;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  a  b\tc\n", "a|b|c")]
    [InlineData("'a b' \"c d\" e\\ f", "a b|c d|e f")]
    [InlineData("a'b'\"c\"d", "abcd")]
    [InlineData("''", "")]
    [InlineData("a '' b", "a||b")]
    [InlineData("'a\\'", "a\\")]
    [InlineData("\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d")]
    [InlineData("$HOME * `x` | ;", "$HOME|*|`x`|||;")]
    public void Words_are_cut_as_a_shell_does_and_nothing_is_expanded(string line, string words) => Assert.Equal(words, string.Join('|', CommandWords.Split(line)));

    [Fact]
    public void An_empty_word_in_quotes_is_one() => Assert.Equal([""], CommandWords.Split("''"));

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    [InlineData("a \\")]
    public void What_is_not_complete_is_an_error(string line) => Assert.Throws<FormatException>(() => CommandWords.Split(line));
}
