using System.Text;

namespace CC.Programs.Tests;

public sealed class BoundedLinesTests
{
    private readonly List<long> leftOut = [];

    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("12345\n123456\n1234567\nab", "12345|12345|12345|ab")]
    public async Task Lines_are_cut_at_their_ends_and_at_the_limit(string text, string lines) => Assert.Equal(lines, string.Join('|', await ReadAsync(text, 5)));

    [Fact]
    public async Task What_is_left_out_is_told_of_once_for_each_line_in_octets()
    {
        await ReadAsync("12345ab\n12345\n123456\n12345äöü", 5);

        Assert.Equal([2, 1, 6], leftOut);
    }

    [Fact]
    public async Task A_line_may_be_longer_than_any_buffer()
    {
        var line = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i} "));

        Assert.Equal([line, "end"], await ReadAsync($"{line}\nend\n", int.MaxValue));
    }

    private async Task<List<string>> ReadAsync(string text, int limit)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await BoundedLines.ReadAsync(stream, limit, leftOut.Add).ToListAsync();
    }
}
