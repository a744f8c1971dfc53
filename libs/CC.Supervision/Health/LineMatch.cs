using System.Text;
using System.Text.RegularExpressions;

namespace CC.Supervision.Health;

/// <summary>Looks for the first line that matches in what a process writes, on whatever stream. Called by the one thread that reads.</summary>
internal sealed class LineMatch(string pattern)
{
    /// <summary>Of a longer line the beginning is looked at.</summary>
    private const int LongestLine = 8192;

    private readonly Regex expression = Expression(pattern);
    private readonly Dictionary<int, StringBuilder> unfinished = [];
    private readonly TaskCompletionSource found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there was one.</summary>
    public Task Found => found.Task;

    /// <summary>One that takes no more time than a line is long: who reads waits for it, and so does the output of all jobs.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    /// <exception cref="NotSupportedException">It has what can't be had so: looking ahead or behind, references back, or counts that are far too large.</exception>
    public static Regex Expression(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

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
                if (expression.IsMatch(line.ToString()))
                {
                    found.TrySetResult();
                }

                line.Clear();
            }
            else if (line.Length < LongestLine)
            {
                line.Append(letter);
            }
        }
    }
}
