namespace CC.Plugins.LogTail;

/// <summary>Decides how much of what was read makes a fragment.</summary>
internal static class Fragment
{
    /// <summary>How many octets to send now.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="isWholeRest">Whether that is all there is in the file now; then a line without an end is sent as it is.</param>
    /// <param name="text">Whether fragments end with a line where they can.</param>
    /// <param name="maxLines">The most lines; 0 or less is no limit.</param>
    public static int Length(ReadOnlySpan<byte> read, bool isWholeRest, bool text, int maxLines)
    {
        if (!text)
        {
            return read.Length;
        }

        var position = 0;
        for (var lines = 0; maxLines > 0 && lines < maxLines; lines++)
        {
            var end = read[position..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            position += end + 1;
            if (lines + 1 == maxLines)
            {
                return position;
            }
        }

        var lastLine = isWholeRest ? -1 : read.LastIndexOf((byte)'\n');
        return lastLine < 0 ? read.Length : lastLine + 1;
    }
}
