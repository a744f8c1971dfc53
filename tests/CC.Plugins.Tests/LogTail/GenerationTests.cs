using CC.Files;
using CC.Plugins.LogTail;

namespace CC.Plugins.Tests.LogTail;

public sealed class GenerationTests
{
    [Fact]
    public void Contents_of_one_file_follow_each_other()
    {
        var first = Generation.First(new FileIdentity(1, 2, 0xabc));

        Assert.Equal(["abc-0", "abc-1"], [first.ToString(), first.Next().ToString()]);
        Assert.True(first.IsBefore(first.Next()));
        Assert.False(first.Next().IsBefore(first));
        Assert.False(first.IsBefore(Generation.First(new FileIdentity(1, 2, 0xabd)).Next()));
        Assert.Equal(first.Next(), Generation.Parse("abc-1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("abc--1")]
    [InlineData("abc-x")]
    [InlineData("abc-99999999999")]
    public void Other_texts_are_none(string text) => Assert.Null(Generation.Parse(text));
}
