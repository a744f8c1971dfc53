using Spectre.Console;

namespace CC.Cli.Output;

/// <summary>Names and values, one below the other; long values go on in the next line, and empty ones are left out.</summary>
internal sealed class Details
{
    private readonly List<(string Name, Cell Value)> entries = [];

    public void Add(string name, Cell value)
    {
        if (value.Text.Length > 0)
        {
            entries.Add((CellText.Clean(name), value with { Text = CellText.Clean(value.Text) }));
        }
    }

    public void Write(Terminal terminal)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(ColumnWidths.Gap));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, value) in entries)
        {
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value.Text, new Style(value.Colour)));
        }

        Canvas.Write(grid, terminal);
    }
}
