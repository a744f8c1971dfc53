using System.Collections.Concurrent;

namespace CC.Plugins.Database;

/// <summary>Which connections have worked a moment ago, and so need not be tried out before they are used again. Thread-safe.</summary>
internal sealed class Recent(TimeProvider time)
{
    private const int Most = 4096;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, long> worked = new();

    /// <summary>A connection has worked.</summary>
    /// <param name="backend">The process that serves it.</param>
    public void Add(int backend)
    {
        if (worked.Count >= Most)
        {
            worked.Clear(); // Of connections that are gone by now, almost all of them.
        }

        worked[backend] = time.GetTimestamp();
    }

    /// <summary>Whether a connection that is taken into use has worked a moment ago.</summary>
    public bool Take(int backend) => worked.TryRemove(backend, out var when) && time.GetElapsedTime(when) < Moment;
}
