namespace CC.Server.Isolation;

/// <summary>What a process has said last, for whoever wants to know why it has ended. Thread-safe.</summary>
internal sealed class LastWords
{
    /// <summary>A crash begins with its reason; what follows is a stack, which may be long.</summary>
    public const int MaxFirst = 10;

    public const int MaxLast = 10;

    private readonly List<string> first = [];
    private readonly Queue<string> last = new();
    private int left;

    /// <summary>Why it ends, if it has said that itself.</summary>
    public string? Reason { get; private set; }

    public void Add(string line)
    {
        lock (first)
        {
            if (first.Count < MaxFirst)
            {
                first.Add(line);
                return;
            }

            last.Enqueue(line);
            if (last.Count > MaxLast)
            {
                last.Dequeue();
                left++;
            }
        }
    }

    /// <summary>The process has said itself why it ends.</summary>
    public void Explain(string why) => Reason = why;

    /// <summary>Nothing, or lines that begin with a line break.</summary>
    public override string ToString()
    {
        lock (first)
        {
            string[] gap = left > 0 ? [$"... {left} lines ..."] : [];
            string[] why = Reason is { } text ? [text] : [];
            return string.Concat(((string[])[.. why, .. first, .. gap, .. last]).Select(line => $"\n  {line}"));
        }
    }
}
