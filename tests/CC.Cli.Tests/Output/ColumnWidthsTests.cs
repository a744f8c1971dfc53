using CC.Cli.Output;

namespace CC.Cli.Tests.Output;

public sealed class ColumnWidthsTests
{
    private static readonly Column[] Columns = [new("A"), new("B", Shorten.End), new("C", Shorten.Middle)];

    [Theory]
    [InlineData(null, 10, 20, 30)]
    [InlineData(64, 10, 20, 30)]
    [InlineData(60, 10, 20, 26)]
    [InlineData(48, 10, 17, 17)]
    [InlineData(30, 10, 8, 8)]
    [InlineData(20, 5, 5, 6)]
    public void Takes_from_the_widest_and_from_names_last(int? width, int first, int second, int third)
    {
        var widths = ColumnWidths.Fit([10, 20, 30], Columns, width);

        Assert.Equal(first + second + third, widths.Sum());
        Assert.Equal(first, widths[0]);
        Assert.InRange(widths[1], second - 1, second + 1);
    }
}
