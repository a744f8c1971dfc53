namespace CC.Server.Plugins;

/// <summary>
/// All plugins: which build of each serves, which was refused and why, and which are on their way out. Changed by one caller at a time; read
/// from any thread.
/// </summary>
internal sealed class PluginRegistry : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, PluginEntry> entries = new(StringComparer.Ordinal);
    private readonly PluginCopies copies;
    private readonly TimeProvider time;
    private readonly UnloadWatch unloading;
    private volatile PluginSources sources = PluginSources.Default;
    private volatile IReadOnlyList<string> shadowed = [];
    private volatile IReadOnlyList<string> strays = [];

    public PluginRegistry(TimeProvider time)
    {
        this.time = time;
        copies = new PluginCopies(time);
        unloading = new UnloadWatch(time, () => sources.Options.UnloadTimeout, build =>
        {
            Count(build);
            Left?.Invoke(build);
        });
    }

    /// <summary>Told when a build that was let go is gone from memory, or is pinned there.</summary>
    public Action<RetiredBuild>? Left { get; set; }

    /// <summary>Whether files of a plugin are gone, and it is still to be seen whether they come back.</summary>
    public bool AwaitsRemoval => Select(entry => entry.MissingSince).Any(missing => missing is not null);

    /// <summary>Where plugins come from; a change holds from the next look on.</summary>
    public PluginSources Sources
    {
        get => sources;
        set => sources = value;
    }

    /// <summary>Assemblies that lie where they can't be used, as they were found last.</summary>
    public IReadOnlyList<string> Strays => strays;

    /// <summary>Builds that were let go and are still in memory.</summary>
    public IReadOnlyList<RetiredBuild> Leaving => unloading.Leaving;

    /// <summary>Loads all plugins that can be used; one that can't be does not keep the others from it.</summary>
    public ComponentCatalog Open(PluginSources from)
    {
        sources = from;
        foreach (var change in Changes())
        {
            var started = time.GetTimestamp();
            if (TryLoad(change) is { } plugin)
            {
                Accept(change, plugin, time.GetElapsedTime(started));
            }
        }

        return Catalog([]);
    }

    /// <summary>Whether there is anything to take up, as far as a glance tells.</summary>
    /// <param name="found">The plugins that are there.</param>
    /// <param name="settled">Those whose files are left alone, by the main assembly's path, and what their folders look like.</param>
    public bool HasChanges(FoundPlugins found, IReadOnlyDictionary<string, string> settled)
    {
        if (found.Strays.Any(stray => settled.ContainsKey(stray) && !strays.Contains(stray)))
        {
            return true;
        }

        lock (gate)
        {
            return entries.Values.Any(entry => entry.MissingSince is not null || entry.IsMissing(found))
                || found.Paths.Any(plugin => settled.TryGetValue(plugin.Value, out var glance) && IsNew(plugin.Key, plugin.Value, glance));
        }
    }

    /// <summary>The plugins whose files are not what was last taken up or tried.</summary>
    /// <param name="settled">Only those whose folders look like this, by the main assembly's path, are taken, and files that are gone count after a while only. Without it, all count as they are now.</param>
    /// <param name="retry">Whether builds count that were refused: with another configuration they may do.</param>
    public IReadOnlyList<PluginChange> Changes(IReadOnlyDictionary<string, string>? settled = null, bool retry = false)
    {
        var found = FoundPlugins.In(sources.Folders);
        shadowed = found.Shadowed;
        strays = [.. found.Strays.Where(stray => settled is null || settled.ContainsKey(stray) || strays.Contains(stray))];
        return [.. found.Paths.Values.Select(path => Changed(path, settled, retry)).OfType<PluginChange>(), .. Removed(found, atOnce: settled is null)];
    }

    /// <summary>Loads a build beside the one that serves; null if it can't be used, which is then remembered.</summary>
    /// <param name="change">The build's files.</param>
    /// <param name="tried">Builds that are to serve together with it.</param>
    /// <param name="gone">Plugins that are to go at the same time.</param>
    public Plugin? TryLoad(PluginChange change, IReadOnlyCollection<Plugin>? tried = null, IReadOnlyCollection<string>? gone = null)
    {
        Advance(change.Name, PluginState.Loading);
        try
        {
            var plugin = Load(change);
            Advance(change.Name, PluginState.Probing);
            if (PluginRivalry.Of(plugin, Beside(tried ?? [], gone ?? [])) is { } rival)
            {
                Discard(plugin);
                throw new PluginException(plugin.Name, plugin.Path, PluginState.Invalid, rival);
            }

            return plugin;
        }
        catch (PluginException broken)
        {
            Refuse(change, broken.State, broken.Why);
            return null;
        }
    }

    /// <summary>All components, with builds that are being tried in place of those that serve.</summary>
    public ComponentCatalog Catalog(IReadOnlyCollection<Plugin> tried, IReadOnlyCollection<string>? without = null)
    {
        without ??= [];
        lock (gate)
        {
            var vacant = entries.Values
                .Where(entry => tried.All(plugin => plugin.Name != entry.Name) && (entry.Active is null || without.Contains(entry.Name)))
                .Select(entry => entry.Vacancy());
            var problems = entries.Values.Where(entry => entry is { Active: null, Refusal: not null })
                .Select(entry => new PluginException(entry.Name, entry.Path, entry.Refusal!.State, entry.Refusal.Why).Message);
            return new ComponentCatalog([.. Beside(tried, without), .. vacant], [.. problems, .. shadowed, .. FoundPlugins.Misplaced(strays)]);
        }
    }

    /// <summary>A build serves now; the one before is on its way out.</summary>
    public void Accept(PluginChange change, Plugin plugin, TimeSpan loadTime)
    {
        lock (gate)
        {
            Retire(EntryOf(change.Name).Accept(change, plugin, loadTime, time.GetUtcNow()), hasServed: true);
        }
    }

    /// <summary>A build is not taken; whichever served goes on.</summary>
    /// <param name="change">The build's files: they are not tried again until they change.</param>
    /// <param name="state">What is the matter with it.</param>
    /// <param name="why">In words.</param>
    /// <param name="plugin">The build, if it was loaded.</param>
    public void Refuse(PluginChange change, PluginState state, string why, Plugin? plugin = null)
    {
        lock (gate)
        {
            EntryOf(change.Name).Refuse(change, new Refusal(state, why, time.GetUtcNow()));
        }

        Discard(plugin);
    }

    /// <summary>Lets a build go that was only tried.</summary>
    public void Discard(Plugin? plugin) => Retire(plugin, hasServed: false);

    /// <summary>No build serves from now on; the one that did is on its way out, and its components' places are kept. A plugin whose builds were all refused is forgotten.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="areFilesGone">Then whatever comes in their place is new; otherwise what is there is not to be taken up again by itself.</param>
    public void Remove(string name, bool areFilesGone)
    {
        lock (gate)
        {
            var entry = entries[name];
            if (entry.Active is not null)
            {
                Retire(entry.Vacate(areFilesGone), hasServed: true);
            }
            else if (entry.Forget())
            {
                entries.Remove(name);
            }
        }
    }

    /// <summary>The plugin of a name, or null.</summary>
    public PluginEntry? Find(string name)
    {
        lock (gate)
        {
            return entries.GetValueOrDefault(name);
        }
    }

    /// <summary>What a reader makes of each plugin.</summary>
    public IReadOnlyList<T> Select<T>(Func<PluginEntry, T> read)
    {
        lock (gate)
        {
            return [.. entries.Values.Select(read)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await unloading.DisposeAsync();
        copies.Dispose();
    }

    /// <exception cref="PluginException">It can't be used.</exception>
    private Plugin Load(PluginChange change)
    {
        PluginCopy? copy = null;
        try
        {
            copy = File.Exists(change.Path) ? copies.Make(change.Path) : null;
            return Plugin.Load(change.Path, PluginTrust.Of(sources.Options), copy);
        }
        catch (Exception failure)
        {
            copy?.Dispose();
            throw failure as PluginException ?? new PluginException(change.Name, change.Path, PluginState.Invalid, failure.Message.TrimEnd('.'), failure);
        }
    }

    /// <summary>The builds that serve when some are taken beside or in place of others.</summary>
    private IReadOnlyList<Plugin> Beside(IReadOnlyCollection<Plugin> tried, IReadOnlyCollection<string> without)
    {
        lock (gate)
        {
            var serving = entries.Values.Where(entry => !without.Contains(entry.Name) && tried.All(plugin => plugin.Name != entry.Name)).Select(entry => entry.Active);
            return [.. tried, .. serving.OfType<Plugin>()];
        }
    }

    /// <summary>Whether files are there that were not taken up or tried, as far as a glance tells.</summary>
    private bool IsNew(string name, string path, string glance) =>
        !entries.TryGetValue(name, out var entry) || (CanBeTried(entry, path) && !entry.HasTried(path, glance));

    /// <summary>Without the assembly there is nothing to try, unless what is said of a build that was refused would be wrong by now.</summary>
    private static bool CanBeTried(PluginEntry entry, string path) => File.Exists(path) || entry is { Active: null, Refusal: not null };

    private PluginChange? Changed(string path, IReadOnlyDictionary<string, string>? settled, bool retry)
    {
        var entry = Find(System.IO.Path.GetFileNameWithoutExtension(path));
        var isAsked = retry && entry?.Refusal is not null;
        if (settled is not null && !settled.ContainsKey(path))
        {
            return null;
        }

        if (!isAsked && entry is not null && (!CanBeTried(entry, path) || entry.HasTried(path, FolderContent.Glance(System.IO.Path.GetDirectoryName(path)!))))
        {
            return null;
        }

        if ((settled is null ? PluginChange.At(path) : PluginChange.At(path, settled[path])) is not { } change)
        {
            return null;
        }

        lock (gate)
        {
            return entry is not null && entry.HasTried(change) && !isAsked ? null : change;
        }
    }

    private IReadOnlyList<PluginChange> Removed(FoundPlugins found, bool atOnce)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            foreach (var entry in entries.Values)
            {
                entry.MissingSince = entry.IsMissing(found) ? entry.MissingSince ?? now : null;
            }

            return [.. entries.Values
                .Where(entry => entry.MissingSince is { } since && (atOnce || time.GetElapsedTime(since, now) >= sources.Options.RemovalDelay))
                .Select(entry => PluginChange.Removal(entry.Name))];
        }
    }

    private void Retire(Plugin? plugin, bool hasServed)
    {
        if (plugin?.Context is not null)
        {
            unloading.Add(new RetiredBuild(plugin, time, hasServed));
        }
    }

    private void Advance(string name, PluginState state)
    {
        lock (gate)
        {
            EntryOf(name).Advance(state);
        }
    }

    private PluginEntry EntryOf(string name) => entries.TryGetValue(name, out var entry) ? entry : entries[name] = new PluginEntry(name);

    private void Count(RetiredBuild build)
    {
        lock (gate)
        {
            if (build is { State: PluginState.Unloaded, HasServed: true } && entries.TryGetValue(build.Name, out var entry))
            {
                entry.Unloaded++;
            }
        }
    }
}
