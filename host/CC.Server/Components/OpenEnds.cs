using System.Collections.Concurrent;

namespace CC.Server.Components;

/// <summary>What a component has opened and not closed. Thread-safe.</summary>
internal sealed class OpenEnds : IDisposable
{
    private readonly ConcurrentDictionary<IDisposable, bool> open = new(ReferenceEqualityComparer.Instance);
    private volatile bool isDisposed;

    /// <summary>Remembers something; what is returned closes it, and forgets it.</summary>
    public IDisposable Add(IDisposable end)
    {
        open[end] = true;
        if (isDisposed)
        {
            Close(end);
        }

        return new Closing(this, end);
    }

    public void Dispose()
    {
        isDisposed = true;
        foreach (var end in open.Keys)
        {
            Close(end);
        }
    }

    private void Close(IDisposable end)
    {
        if (open.TryRemove(end, out _))
        {
            end.Dispose();
        }
    }

    private sealed class Closing(OpenEnds ends, IDisposable end) : IDisposable
    {
        public void Dispose() => ends.Close(end);
    }
}
