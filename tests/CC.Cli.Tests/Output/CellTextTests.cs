using CC.Cli.Output;

namespace CC.Cli.Tests.Output;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("short", 5, Shorten.End, "short")]
    [InlineData("a long text", 6, Shorten.End, "a lon…")]
    [InlineData("/opt/plugins/Echo/Echo.dll", 14, Shorten.Middle, "/op…o/Echo.dll")]
    [InlineData("/opt/plugins/Echo/Echo.dll", 1, Shorten.Middle, "…")]
    [InlineData("日本語のパス", 7, Shorten.End, "日本語…")]
    [InlineData("日本語のパス", 6, Shorten.End, "日本…")]
    [InlineData("日本語のパス", 8, Shorten.Middle, "…のパス")]
    internal void Keeps_what_tells_most(string text, int width, Shorten how, string expected)
    {
        var fitted = CellText.Fit(text, width, how);

        Assert.Equal(expected, fitted);
        Assert.InRange(CellText.Width(fitted), 0, width);
    }

    [Fact]
    public void Does_not_take_pairs_of_surrogates_apart()
    {
        Assert.All(Enumerable.Range(1, 12), width => Assert.DoesNotContain('\ufffd', Roundtrip(CellText.Fit("😀😀😀😀😀😀", width, Shorten.End))));
        Assert.All(Enumerable.Range(1, 12), width => Assert.DoesNotContain('\ufffd', Roundtrip(CellText.Fit("😀😀😀😀😀😀", width, Shorten.Middle))));
    }

    private static string Roundtrip(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
