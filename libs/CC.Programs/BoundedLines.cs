using System.Runtime.CompilerServices;
using System.Text;

namespace CC.Programs;

/// <summary>Reads lines of a process that may write anything: of one that is too long, the rest is left out.</summary>
public static class BoundedLines
{
    private const int BufferSize = 8192;

    /// <summary>The lines, without line breaks.</summary>
    /// <param name="stream">Where the lines come from.</param>
    /// <param name="limit">How many characters of a line are returned.</param>
    /// <param name="leftOut">Told of each line of which something is left out, how many octets.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<string> ReadAsync(Stream stream, int limit, Action<long> leftOut, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
        var buffer = new char[BufferSize];
        var line = new StringBuilder();
        var more = 0L;
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            for (var start = 0; start < count;)
            {
                var end = Array.IndexOf(buffer, '\n', start, count - start);
                var length = (end < 0 ? count : end) - start;
                var room = Math.Min(length, limit - line.Length);
                line.Append(buffer, start, room);
                more += Encoding.UTF8.GetByteCount(buffer, start + room, length - room);
                start += length + 1;
                if (end >= 0)
                {
                    Tell(ref more, leftOut);
                    yield return line.ToString();
                    line.Clear();
                }
            }
        }

        if (line.Length > 0)
        {
            Tell(ref more, leftOut);
            yield return line.ToString();
        }
    }

    private static void Tell(ref long more, Action<long> leftOut)
    {
        if (more > 0)
        {
            leftOut(more);
            more = 0;
        }
    }
}
