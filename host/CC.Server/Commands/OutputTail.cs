using System.Text;

namespace CC.Server.Commands;

/// <summary>What a program writes, as far as there is room: of more, the end, since there it says how it went. Thread-safe.</summary>
internal sealed class OutputTail(int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<byte[]> kept = new();
    private long octets;
    private long left;

    public void Add(ReadOnlySpan<byte> some)
    {
        lock (gate)
        {
            kept.Enqueue(some.Length > limit ? some[^limit..].ToArray() : some.ToArray());
            octets += Math.Min(some.Length, limit);
            left += Math.Max(0, some.Length - limit);
            while (octets > limit)
            {
                var first = kept.Dequeue();
                octets -= first.Length;
                left += first.Length;
            }
        }
    }

    /// <summary>What there is, behind a line that says how much was left out.</summary>
    public byte[] ToArray()
    {
        lock (gate)
        {
            var gap = left > 0 ? Encoding.UTF8.GetBytes($"... {left} octets ...\n") : [];
            return [.. gap, .. kept.SelectMany(some => some)];
        }
    }
}
