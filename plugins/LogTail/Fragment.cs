namespace CC.Plugins.LogTail;

/// <summary>Decides how much of what was read makes a fragment.</summary>
/// <param name="Length">How many octets to send now.</param>
/// <param name="IsFull">Whether waiting for more would not make it longer.</param>
internal readonly record struct Fragment(int Length, bool IsFull)
{
    /// <summary>The decision.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="hasAll">Whether that is all there is in the file now; then a line without an end is sent as it is.</param>
    /// <param name="maxLength">The most octets.</param>
    /// <param name="text">Whether fragments end with a line where they can.</param>
    /// <param name="maxLines">The most lines of a text; 0 or less is no limit.</param>
    public static Fragment Cut(ReadOnlySpan<byte> read, bool hasAll, int maxLength, bool text, int maxLines)
    {
        var isWhole = hasAll && read.Length <= maxLength;
        var within = read[..Math.Min(read.Length, maxLength)];
        if (!text)
        {
            return new Fragment(within.Length, !isWhole);
        }

        if (maxLines > 0 && EndOfLine(within, maxLines) is > 0 and var end)
        {
            return new Fragment(end, true);
        }

        var lastLine = isWhole ? -1 : within.LastIndexOf((byte)'\n');
        return new Fragment(lastLine < 0 ? within.Length : lastLine + 1, !isWhole);
    }

    /// <summary>Where a line ends, counted from 1; 0 if there are fewer.</summary>
    private static int EndOfLine(ReadOnlySpan<byte> text, int line)
    {
        var position = 0;
        for (; line > 0; line--)
        {
            var end = text[position..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return 0;
            }

            position += end + 1;
        }

        return position;
    }
}
