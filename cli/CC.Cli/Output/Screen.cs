namespace CC.Cli.Output;

/// <summary>All of a terminal, for a picture that is drawn again and again; what was there before comes back at the end.</summary>
internal sealed class Screen : IDisposable
{
    private const string Open = "\e[?1049h\e[?25l";
    private const string Close = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string RestOfLine = "\e[K";
    private const string RestOfScreen = "\e[J";

    /// <summary>Of a terminal that does not say.</summary>
    private const int UsualHeight = 24;

    private readonly Terminal terminal;

    public Screen(Terminal terminal)
    {
        this.terminal = terminal;
        terminal.Write(Open);
    }

    /// <summary>Shows a picture; of what is longer than the terminal, the beginning.</summary>
    /// <param name="draw">Draws it.</param>
    public void Show(Action<Terminal> draw)
    {
        using var drawn = new StringWriter();
        draw(terminal with { Output = drawn, Width = Terminal.WidthOfProcess() });
        var lines = drawn.ToString().TrimEnd('\n').Split('\n').Take((Console.WindowHeight > 1 ? Console.WindowHeight : UsualHeight) - 1);
        terminal.Write($"{Home}{string.Concat(lines.Select(line => $"{line}{RestOfLine}\r\n"))}{RestOfScreen}");
    }

    public void Dispose() => terminal.Write(Close);
}
