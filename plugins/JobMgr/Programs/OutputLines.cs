using System.Text;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>Makes lines of what a program writes, which may be anything: of a line that is too long, the rest is left out; what a terminal would obey is made visible.</summary>
internal sealed class OutputLines(int limit)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder line = new();

    /// <summary>Characters that were left out since the last whole line.</summary>
    private int leftOut;

    /// <summary>Takes some octets; returns the lines that they end, each with the number of characters that it lacks.</summary>
    public IEnumerable<(string Line, int LeftOut)> Take(ReadOnlySpan<byte> octets)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(octets.Length)];
        var count = decoder.GetChars(octets, characters, flush: false);
        return Take(characters.AsMemory(0, count));
    }

    /// <summary>What was written after the last end of a line.</summary>
    public IEnumerable<(string Line, int LeftOut)> Rest() => line.Length > 0 ? [Whole()] : [];

    private IEnumerable<(string Line, int LeftOut)> Take(ReadOnlyMemory<char> characters)
    {
        while (characters.Span.IndexOf('\n') is >= 0 and var end)
        {
            Append(characters.Span[..end]);
            characters = characters[(end + 1)..];
            yield return Whole();
        }

        Append(characters.Span);
    }

    private void Append(ReadOnlySpan<char> characters)
    {
        var room = Math.Min(characters.Length, limit - line.Length);
        line.Append(characters[..room]);
        leftOut += characters.Length - room;
    }

    private (string Line, int LeftOut) Whole()
    {
        var text = line.ToString().TrimEnd();
        var whole = (string.Concat(text.Select(letter => char.IsControl(letter) && letter != '\t' ? '?' : letter)), leftOut);
        line.Clear();
        leftOut = 0;
        return whole;
    }
}
