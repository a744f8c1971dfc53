using System.Runtime.CompilerServices;
using CC.Loading;
using CC.Server.Components;

namespace CC.Server.Plugins;

/// <summary>A build that was let go, on its way out of memory. Holds on to nothing of it once nobody uses it any more.</summary>
internal sealed class RetiredBuild
{
    /// <summary>A large package has many, which nobody reads, and each pinned build is logged with them.</summary>
    private const int MostSuspicions = 20;

    private readonly ComponentUses uses;
    private readonly WeakReference context;
    private readonly IReadOnlyList<UnloadSuspect> suspects;
    private readonly TimeProvider time;
    private long began;
    private PluginLoadContext? held;
    private Task? releasing;
    private IReadOnlyList<string> dependencies = [];
    private IReadOnlyList<string>? suspicions;
    private volatile Standing standing = new(PluginState.Draining, []);

    /// <param name="plugin">The build; must have a context.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hasServed">Whether it was more than tried.</param>
    public RetiredBuild(Plugin plugin, TimeProvider time, bool hasServed)
    {
        HasServed = hasServed;
        this.time = time;
        began = time.GetTimestamp();
        Copy = plugin.Copy;
        suspects = plugin.Suspects;
        uses = plugin.Uses;
        held = plugin.Context!;
        context = new WeakReference(held);
        (Name, Version, Hash, Since) = (plugin.Name, plugin.Version, plugin.Hash, time.GetUtcNow());
        Octets = held.LoadedOctets;
    }

    public string Name { get; }

    public string Version { get; }

    public string Hash { get; }

    public DateTimeOffset Since { get; }

    /// <summary>How long it has had to go: since it was let go, or since nobody uses it any more.</summary>
    public TimeSpan Age => time.GetElapsedTime(began);

    /// <summary>The files that it was loaded from.</summary>
    public PluginCopy? Copy { get; }

    /// <summary>What its files take in memory: it holds at least that much.</summary>
    public long Octets { get; }

    public PluginState State => standing.State;

    /// <summary>What holds a pinned one, as far as that can be found.</summary>
    public IReadOnlyList<string> Causes => standing.Causes;

    /// <summary>Both, as they belong together, for whoever reads them meanwhile.</summary>
    public Standing Now => standing;

    /// <summary>Whether nobody uses it, so that a collection could take it.</summary>
    public bool IsReleased => held is null && releasing is null;

    /// <summary>Whether it has ever served.</summary>
    public bool HasServed { get; }

    /// <summary>Goes on as far as it can; true if it is gone now, or pinned, and was not before.</summary>
    /// <param name="isOverdue">Whether it has had its time.</param>
    /// <param name="areFinalizersStuck">Whether nothing can go at present.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Advance(bool isOverdue, bool areFinalizersStuck)
    {
        if (held is not null && uses.Open is [])
        {
            // Not before: what still runs may need more of its files.
            dependencies = held.LoadedDependencies;
            releasing = Task.Run(held.Release);
            held = null;
            began = time.GetTimestamp();
            isOverdue = false;
        }

        releasing = releasing is { IsCompleted: false } ? releasing : null; // Once it has ended, it only holds on to the context.
        var before = State;
        if (IsReleased && !context.IsAlive)
        {
            standing = new Standing(PluginState.Unloaded, []);
            Copy?.Dispose();
        }
        else
        {
            standing = !isOverdue ? new Standing(PluginState.Draining, []) : new Standing(PluginState.Pinned, uses.Open is { Count: > 0 } open ? open
                : releasing is not null ? ["a handler of its own for AssemblyLoadContext.Unloading has not returned"]
                : areFinalizersStuck ? ["the finalizer of some object, perhaps of another plugin, does not return: no build can go until it does"]
                : Suspicions() is { Count: > 0 } found ? found
                : ["nothing that is known to: something outside of it refers to one of its objects"]);
        }

        return State != before && State != PluginState.Draining;
    }

    /// <summary>In its own code, and in that of packages which it has brought along and used. The latter are looked into only now, as they may be large.</summary>
    private IReadOnlyList<string> Suspicions() => suspicions ??=
        [.. suspects.Concat(UnloadSuspects.InFiles(dependencies)).Select(suspect => suspect.ToString()).Take(MostSuspicions)];

    /// <summary>How far it is on its way, and what keeps it.</summary>
    internal sealed record Standing(PluginState State, IReadOnlyList<string> Causes);
}
