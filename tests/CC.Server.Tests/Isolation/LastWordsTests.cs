using CC.Server.Isolation;

namespace CC.Server.Tests.Isolation;

public sealed class LastWordsTests
{
    private readonly LastWords words = new();

    [Fact]
    public void Silence_is_nothing() => Assert.Equal("", words.ToString());

    [Fact]
    public void What_a_process_gives_as_its_reason_comes_first()
    {
        words.Add("something");
        words.Explain("the reason");

        Assert.Equal("\n  the reason\n  something", words.ToString());
    }

    [Fact]
    public void Of_much_the_beginning_and_the_end_are_kept()
    {
        for (var i = 1; i <= 100; i++)
        {
            words.Add($"{i}");
        }

        var lines = words.ToString().Split("\n  ");
        Assert.Equal(["", "1", "2", "3"], lines[..4]);
        Assert.Equal(["10", "... 80 lines ...", "91"], lines[LastWords.MaxFirst..(LastWords.MaxFirst + 3)]);
        Assert.Equal("100", lines[^1]);
    }
}
