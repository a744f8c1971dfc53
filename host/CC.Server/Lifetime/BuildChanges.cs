using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Plugins;

namespace CC.Server.Lifetime;

/// <summary>Takes up builds of plugins, one after the other, each for itself.</summary>
/// <param name="registry">The plugins.</param>
/// <param name="configuration">What they have to serve under.</param>
/// <param name="journal">Told what becomes of them.</param>
/// <param name="time">The clock.</param>
internal sealed class BuildChanges(PluginRegistry registry, ConfigurationInForce configuration, PluginJournal journal, TimeProvider time)
{
    /// <summary>Takes up what there is now of a plugin, whether or not it has changed.</summary>
    public Task<ChangeOutcome> TakeNowAsync(string name) =>
        PluginFolders.Plugins(registry.Sources.Folders).Where(path => Path.GetFileNameWithoutExtension(path) == name).OrderByDescending(File.Exists).FirstOrDefault() is { } path
            ? TakeAsync(PluginChange.At(path))
            : Task.FromResult(ChangeOutcome.Refused(
                $"there is no folder {name} with {name}.dll in it in {string.Join(", ", PluginFolders.All(registry.Sources.Folders))}"));

    /// <summary>Takes up all that has changed. What goes makes room for what comes: a name that a plugin had may be another's then, even one that was refused for it.</summary>
    /// <param name="settled">See <see cref="PluginRegistry.Changes"/>.</param>
    /// <param name="retry">The same.</param>
    public async Task TakeEachAsync(IReadOnlyDictionary<string, string>? settled = null, bool retry = false)
    {
        var strays = registry.Strays;
        var changes = registry.Changes(settled, retry);
        if (registry.Strays.Except(strays).Any())
        {
            // A configuration warns of them, as of all that plugins are not loaded from, and once.
            await configuration.TakeAsync(registry.Catalog([]), () => { });
        }

        var removals = changes.Where(change => change.IsRemoval).ToArray();
        foreach (var change in removals)
        {
            await LetGoAsync(change.Name);
        }

        var more = removals is [] ? changes : registry.Changes(settled, retry: true);
        foreach (var change in more.Where(change => !change.IsRemoval))
        {
            await TakeAsync(change);
        }
    }

    /// <summary>The files of a plugin are gone; one that does not serve is only to be forgotten.</summary>
    private async Task LetGoAsync(string name)
    {
        if (registry.Find(name)?.Active is not null)
        {
            await RemoveAsync(name, areFilesGone: true);
            return;
        }

        registry.Remove(name, areFilesGone: true);
        journal.Forgotten(name);
    }

    /// <summary>Takes a plugin that serves out of service.</summary>
    public async Task<ChangeOutcome> RemoveAsync(string name, bool areFilesGone)
    {
        var plugin = registry.Find(name)!.Active!;
        await configuration.TakeAsync(registry.Catalog([], without: [name]), () => registry.Remove(name, areFilesGone));
        journal.Removed(plugin, areFilesGone ? "its files are gone" : "that was asked for");
        return ChangeOutcome.Done($"{name} is unloaded");
    }

    /// <summary>A build serves now.</summary>
    /// <param name="change">Its files.</param>
    /// <param name="plugin">The build.</param>
    /// <param name="started">When it began to be loaded.</param>
    public void Accept(PluginChange change, Plugin plugin, long started)
    {
        var isReload = registry.Find(change.Name)?.Active is not null;
        var took = time.GetElapsedTime(started);
        registry.Accept(change, plugin, took);
        journal.Serves(plugin, isReload, took);
    }

    /// <summary>Tries a build beside the one that serves, and has it serve if it can.</summary>
    private async Task<ChangeOutcome> TakeAsync(PluginChange change)
    {
        var started = time.GetTimestamp();
        if (registry.TryLoad(change) is not { } plugin)
        {
            return Refused(change.Name, "");
        }

        try
        {
            await configuration.TakeAsync(registry.Catalog([plugin]), () => Accept(change, plugin, started));
            return ChangeOutcome.Done($"{plugin.Name} {plugin.Version} serves");
        }
        catch (ConfigurationException invalid)
        {
            registry.Refuse(change, PluginState.Invalid, invalid.Summary, plugin);
        }
        catch (Exception failure)
        {
            registry.Refuse(change, PluginState.Malfunctioned, failure is ComponentException ? failure.Message : FailureText.Of(failure), plugin);
        }

        return Refused(change.Name, plugin.Hash);
    }

    private ChangeOutcome Refused(string name, string hash)
    {
        var refusal = registry.Find(name)!.Refusal!;
        journal.Refused(name, refusal, hash);
        return ChangeOutcome.Refused($"{refusal.State.ToString().ToLowerInvariant()}: {refusal.Why}");
    }
}
