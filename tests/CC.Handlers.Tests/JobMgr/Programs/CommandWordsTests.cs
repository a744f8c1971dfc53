using CC.Plugins.JobMgr.Programs;

namespace CC.Handlers.Tests.JobMgr.Programs;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("sleep 5", "sleep|5")]
    [InlineData("  a\tb \n c ", "a|b|c")]
    [InlineData("a 'b c' \"d e\"", "a|b c|d e")]
    [InlineData("a 'it'\\''s'", "a|it's")]
    [InlineData("a b\\ c", "a|b c")]
    [InlineData("a \"\" ''", "a||")]
    [InlineData("a \"x\\\"y\\n\\\\\"", "a|x\"y\\n\\")]
    [InlineData("a '\\n'", "a|\\n")]
    [InlineData("a$HOME *.log | c > d; e", "a$HOME|*.log|||c|>|d;|e")]
    public void Words_are_those_of_a_shell_that_only_splits(string text, string words) => Assert.Equal(words, string.Join('|', CommandWords.Split(text).Words));

    [Theory]
    [InlineData("a 'b", "has a ' that is not closed")]
    [InlineData("a \"b", "has a \" that is not closed")]
    [InlineData("a \"b\\\"", "has a \" that is not closed")]
    [InlineData("a \\", "ends with a \\ that stands for nothing")]
    [InlineData("  ", "names no program")]
    [InlineData("'' a", "names no program")]
    public void What_is_not_whole_is_refused(string text, string rule) => Assert.Equal(rule, CommandWords.Split(text).Rule);
}
