using Spectre.Console;
using Spectre.Console.Rendering;

namespace CC.Cli.Output;

/// <summary>Draws, with colours where there are any, and without blanks at the ends of lines.</summary>
internal static class Canvas
{
    /// <summary>What nobody looks at is as wide as it is.</summary>
    private const int Unlimited = 1_000_000;

    public static void Write(IRenderable drawing, Terminal terminal)
    {
        using var drawn = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.HasColours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.HasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(drawn),
        });
        console.Profile.Width = terminal.Width ?? Unlimited;
        console.Profile.Capabilities.Unicode = true;
        console.Write(drawing);
        foreach (var line in drawn.ToString().TrimEnd().Split('\n'))
        {
            terminal.WriteLine(line.TrimEnd());
        }
    }
}
