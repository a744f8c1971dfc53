using Spectre.Console;

namespace CC.Cli.Output;

/// <summary>Rows below headers, each in one line that fits the terminal; columns that there is no room for are left out, or shortened. A text that would make no table of it is cut wherever it is shown.</summary>
internal sealed class Listing(params Column[] columns)
{
    /// <summary>The most that a text may take, in columns.</summary>
    private const int Longest = 400;

    private readonly List<Cell[]> rows = [];

    public void Add(params Cell[] cells) => rows.Add([.. cells.Select((cell, at) => cell with { Text = CellText.Fit(CellText.Clean(cell.Text), Longest, columns[at].Shorten) })]);

    public void Write(Terminal terminal)
    {
        var wanted = columns.Select((column, at) => rows.Select(row => CellText.Width(row[at].Text)).Append(column.Header.Length).Max()).ToArray();
        var kept = ColumnWidths.Kept(wanted, columns, terminal.Width);
        var shown = kept.Select(at => columns[at]).ToArray();
        var widths = ColumnWidths.Fit([.. kept.Select(at => wanted[at])], shown, terminal.Width);
        var table = new Table().NoBorder();
        for (var at = 0; at < shown.Length; at++)
        {
            var header = new TableColumn(new Text(CellText.Fit(shown[at].Header, widths[at], Shorten.End), new Style(decoration: Decoration.Bold)));
            header.NoWrap().Padding(0, 0, at == shown.Length - 1 ? 0 : ColumnWidths.Gap, 0);
            table.AddColumn(shown[at].IsNumber ? header.RightAligned() : header);
        }

        foreach (var row in rows)
        {
            table.AddRow(kept.Select((column, at) => new Text(CellText.Fit(row[column].Text, widths[at], shown[at].Shorten), new Style(row[column].Colour))));
        }

        Canvas.Write(table, terminal);
    }
}
