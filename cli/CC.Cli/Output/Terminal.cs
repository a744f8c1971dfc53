using System.Text;

namespace CC.Cli.Output;

/// <summary>Where the command writes: results to the output, what people should know besides to the error output.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Messages for people.</param>
/// <param name="Width">Columns that a line may take; null where nobody looks at it, and nothing is shortened.</param>
/// <param name="HasColours">Whether results are coloured.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, int? Width, bool HasColours)
{
    /// <summary>Narrower ones are written to as if they had this width.</summary>
    private const int Narrowest = 40;

    /// <summary>The process's own. Written to directly: the console's writers would read the terminal's description first.</summary>
    public static Terminal OfProcess() => new(
        WriterOf(DescriptorStream.OfOutput()),
        WriterOf(Console.OpenStandardError()),
        Console.IsOutputRedirected ? null : WidthOfProcess(),
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>As wide as the process's own terminal is now.</summary>
    public static int WidthOfProcess() => Math.Max(Narrowest, Console.WindowWidth);

    /// <summary>Writes a line of results.</summary>
    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    /// <exception cref="OutputFailedException">It can't be written.</exception>
    public void WriteLine(string line) => Write($"{line}{Output.NewLine}");

    /// <summary>Writes a line of results for people, in which nothing moves the cursor.</summary>
    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    /// <exception cref="OutputFailedException">It can't be written.</exception>
    public void Say(string line) => WriteLine(CellText.Clean(line));

    /// <summary>Writes a part of a line, or what moves the cursor.</summary>
    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    /// <exception cref="OutputFailedException">It can't be written.</exception>
    public void Write(string text)
    {
        try
        {
            Output.Write(text);
        }
        catch (IOException failed) when (failed is not OutputClosedException)
        {
            throw new OutputFailedException(failed);
        }
    }

    /// <summary>Tells people something, if there is anybody who can be told.</summary>
    public void Tell(string text) => TellPlainly($"ccctl: {text}");

    /// <summary>The same without the name of the tool in front.</summary>
    public void TellPlainly(string text)
    {
        try
        {
            Error.WriteLine(string.Join('\n', text.Split('\n').Select(CellText.Clean)));
        }
        catch (IOException)
        {
            // The exit code tells it, too.
        }
    }

    /// <summary>Shows a line of what goes on, which the next one takes the place of; only where somebody looks.</summary>
    public void Show(string text)
    {
        if (Width is { } width)
        {
            try
            {
                Error.Write($"\r\u001b[K{CellText.Fit(CellText.Clean(text), width - 1, Shorten.End)}");
                Error.Flush();
            }
            catch (IOException)
            {
                // It is only to look at.
            }
        }
    }

    private static StreamWriter WriterOf(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };
}
