using System.Collections.Concurrent;

namespace CC.Server.Components;

/// <summary>What a plugin's build is still used for, in words: as long as there is anything, its code can't go. Thread-safe.</summary>
internal sealed class ComponentUses
{
    private readonly ConcurrentDictionary<object, string> open = new();

    /// <summary>What has not ended, a sentence each.</summary>
    public IReadOnlyList<string> Open => [.. open.Values.Order(StringComparer.Ordinal)];

    /// <summary>Begins a use; dispose what is returned when it has ended.</summary>
    /// <param name="unlessEnded">What is to be said of it as long as it has not.</param>
    public IDisposable Begin(string unlessEnded)
    {
        var use = new Use(open);
        open[use] = unlessEnded;
        return use;
    }

    private sealed class Use(ConcurrentDictionary<object, string> open) : IDisposable
    {
        public void Dispose() => open.TryRemove(this, out _);
    }
}
