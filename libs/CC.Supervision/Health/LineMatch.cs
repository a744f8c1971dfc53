using System.Text;
using System.Text.RegularExpressions;

namespace CC.Supervision.Health;

/// <summary>Looks for the first line that matches in what a process writes, on whatever stream. Called by the one thread that reads.</summary>
internal sealed class LineMatch(string pattern)
{
    /// <summary>As long as one line may take to be looked at.</summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>Of a longer line the beginning is looked at.</summary>
    private const int LongestLine = 8192;

    private readonly Regex expression = new(pattern, RegexOptions.CultureInvariant, MatchLimit);
    private readonly Dictionary<int, StringBuilder> unfinished = [];
    private readonly TaskCompletionSource found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there was one.</summary>
    public Task Found => found.Task;

    public void Read(int stream, ReadOnlySpan<byte> octets)
    {
        if (found.Task.IsCompleted)
        {
            return;
        }

        if (!unfinished.TryGetValue(stream, out var line))
        {
            unfinished[stream] = line = new StringBuilder();
        }

        foreach (var letter in Encoding.UTF8.GetString(octets))
        {
            if (letter == '\n')
            {
                Look(line.ToString());
                line.Clear();
            }
            else if (line.Length < LongestLine)
            {
                line.Append(letter);
            }
        }
    }

    private void Look(string line)
    {
        try
        {
            if (expression.IsMatch(line))
            {
                found.TrySetResult();
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // Such a line is none.
        }
    }
}
