namespace CC.Cli.Output;

/// <summary>Decides how wide the columns of a listing are, so that all fit beside each other.</summary>
internal static class ColumnWidths
{
    /// <summary>Columns between two columns.</summary>
    public const int Gap = 2;

    /// <summary>What is shorter tells nothing any more.</summary>
    private const int Least = 8;

    /// <summary>Which columns there is room for, of those that can be left out rather than shortened.</summary>
    /// <param name="wanted">The widths that show everything.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="width">The width that there is; null for any.</param>
    public static int[] Kept(int[] wanted, IReadOnlyList<Column> columns, int? width)
    {
        var kept = Enumerable.Range(0, columns.Count).ToList();
        while (kept.Sum(column => wanted[column]) + (Gap * (kept.Count - 1)) > width && kept.MaxBy(column => columns[column].Drop) is var last && columns[last].Drop > 0)
        {
            kept.Remove(last);
        }

        return [.. kept];
    }

    /// <summary>Takes from the widest of those that can be shortened, until it fits; from all others only when that is not enough.</summary>
    /// <param name="wanted">The widths that show everything.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="width">The width that there is; null for any.</param>
    public static int[] Fit(int[] wanted, IReadOnlyList<Column> columns, int? width)
    {
        var widths = wanted.ToArray();
        if (width is { } all)
        {
            var room = all - (Gap * (widths.Length - 1));
            Shrink(widths, room, column => columns[column].Shorten != Shorten.Never, Least);
            Shrink(widths, room, _ => true, 1);
        }

        return widths;
    }

    private static void Shrink(int[] widths, int room, Func<int, bool> may, int least)
    {
        while (widths.Sum() > room)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(column => may(column) && widths[column] > least).DefaultIfEmpty(-1).MaxBy(column => column < 0 ? 0 : widths[column]);
            if (widest < 0)
            {
                return;
            }

            widths[widest]--;
        }
    }
}
