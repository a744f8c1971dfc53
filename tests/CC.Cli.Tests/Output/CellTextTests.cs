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

    [Theory]
    [InlineData("plain ä 日 😀 \u05d0", "plain ä 日 😀 \u05d0")]
    [InlineData("a\nb\rc\td\0e\u007f", @"a\nb\rc\td\x00e\x7f")]
    [InlineData("\e[2J\u0085\u009b", @"\x1b[2J\x85\x9b")]
    [InlineData("\u202a\u202b\u202c\u202d\u202e", @"\u202a\u202b\u202c\u202d\u202e")]
    [InlineData("\u2066\u2067\u2068\u2069", @"\u2066\u2067\u2068\u2069")]
    [InlineData("\u200e\u200f\u061c\u2028\u2029", @"\u200e\u200f\u061c\u2028\u2029")]
    [InlineData("😀\n", @"😀\n")]
    public void What_a_terminal_acts_on_is_written_out(string text, string shown)
    {
        Assert.Equal(shown, CellText.Clean(text));
        Assert.Equal(shown, CellText.Clean(CellText.Clean(text)));
    }

    [Fact]
    public void Half_of_a_pair_is_written_out()
    {
        Assert.Equal(@"a\ud800b", CellText.Clean("a" + (char)0xd800 + "b"));
        Assert.Equal(@"\udc00", CellText.Clean(((char)0xdc00).ToString()));
        Assert.Equal(@"\ud800", CellText.Clean(((char)0xd800).ToString()));
    }

    [Fact]
    public void Does_not_take_pairs_of_surrogates_apart()
    {
        Assert.All(Enumerable.Range(1, 12), width => Assert.DoesNotContain('\ufffd', Roundtrip(CellText.Fit("😀😀😀😀😀😀", width, Shorten.End))));
        Assert.All(Enumerable.Range(1, 12), width => Assert.DoesNotContain('\ufffd', Roundtrip(CellText.Fit("😀😀😀😀😀😀", width, Shorten.Middle))));
    }

    private static string Roundtrip(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
