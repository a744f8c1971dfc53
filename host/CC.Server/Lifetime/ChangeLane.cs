using System.Threading.Channels;
using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Diagnostics;
using CC.Server.Plugins;
using CC.Server.Routing;
using Microsoft.Extensions.Logging;

namespace CC.Server.Lifetime;

/// <summary>
/// Changes a running node, one thing after the other, whoever asks: configuration that is read again, plugins that come, change and go. What can't be
/// taken on leaves the node as it is.
/// </summary>
internal sealed partial class ChangeLane
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Node node;
    private readonly PluginRegistry registry;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly PluginJournal journal;
    private readonly BuildChanges builds;
    private readonly ConfigurationChanges configurations;
    private readonly CancellationToken stopping;
    private readonly Channel<(string Section, Occupant Handler, string Why)> sick = Channel.CreateUnbounded<(string, Occupant, string)>();
    private Task caring = Task.CompletedTask;

    /// <param name="node">The node.</param>
    /// <param name="registry">Its plugins.</param>
    /// <param name="source">Where its configuration comes from.</param>
    /// <param name="inForce">The text that it runs on.</param>
    /// <param name="hostName">This machine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where outcomes go.</param>
    /// <param name="stopping">Cancelled when the node is to stop.</param>
    public ChangeLane(
        Node node, PluginRegistry registry, ConfigurationSource source, ConfigurationSource inForce, string hostName, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (this.node, this.registry, this.time, this.logger, this.stopping) = (node, registry, time, logger, stopping);
        var configuration = new ConfigurationInForce(node, inForce, hostName, time, stopping);
        journal = new PluginJournal(node.Events, logger);
        builds = new BuildChanges(registry, configuration, journal, time);
        configurations = new ConfigurationChanges(registry, source, configuration, builds, time, logger);
        registry.Left = journal.Left;
        node.Sick = (section, occupant, why) => sick.Writer.TryWrite((section, occupant, why));
    }

    /// <summary>Tells which plugins there are at the start, and looks after their handlers from now on.</summary>
    public void Begin()
    {
        caring = Task.Run(CareAsync);
        foreach (var (plugin, took) in registry.Select(entry => (entry.Active, entry.LoadTime)).Where(entry => entry.Active is not null))
        {
            journal.Serves(plugin!, isReload: false, took);
        }
    }

    /// <summary>Reads the configuration again, and takes up plugins whose files have changed, or were refused.</summary>
    public Task<ChangeOutcome> ReadAgainAsync() => InTurnAsync(configurations.ReadAgainAsync);

    /// <summary>Takes up plugins whose files have changed, each for itself.</summary>
    /// <param name="settled">Those whose files are left alone, and what their folders look like.</param>
    public Task TakeUpAsync(IReadOnlyDictionary<string, string> settled) => InTurnAsync(async () =>
    {
        await builds.TakeEachAsync(settled);
        return ChangeOutcome.Done("");
    });

    /// <summary>Loads a plugin from its folder that does not serve.</summary>
    public Task<ChangeOutcome> LoadAsync(string name) => InTurnAsync(() =>
        registry.Find(name)?.Active is { } active
            ? Task.FromResult(ChangeOutcome.Refused($"the plugin {name} {active.Version} serves already; to load it anew, reload it"))
            : builds.TakeNowAsync(name));

    /// <summary>Loads a plugin anew, whether or not its files have changed.</summary>
    public Task<ChangeOutcome> ReloadAsync(string name) => InTurnAsync(() => builds.TakeNowAsync(name));

    /// <summary>Takes a plugin out of service, until it is loaded on request or its files change.</summary>
    public Task<ChangeOutcome> UnloadAsync(string name) => InTurnAsync(() =>
        registry.Find(name)?.Active is null
            ? Task.FromResult(ChangeOutcome.Refused($"no build of the plugin {name} serves"))
            : builds.RemoveAsync(name, areFilesGone: false));

    /// <summary>Has components at work again that are in quarantine, the one of a section, or those of a plugin: makes handlers anew, and lets daemons start.</summary>
    public Task<ChangeOutcome> ReleaseAsync(string name) => InTurnAsync(async () =>
    {
        var handlers = node.Handlers.All.Select(handler => handler.Model).Where(handler => node.Handlers.Quarantined.ContainsKey(handler.Name) && IsMeant(handler.Name, handler.Component));
        var daemons = node.Configuration.Daemons.Values
            .Where(daemon => node.Daemons.Of(daemon.Section.Name).State == DaemonState.Quarantined && IsMeant(daemon.Section.Name, daemon.Component));
        var released = new List<string>();
        foreach (var section in handlers.Select(handler => handler.Name).ToArray())
        {
            await node.ReleaseAsync(section, stopping);
            journal.Released(section);
            released.Add(section);
        }

        foreach (var section in daemons.Select(daemon => daemon.Section.Name).ToArray())
        {
            node.Daemons.Release(section);
            released.Add(section);
        }

        return released is [] ? ChangeOutcome.Refused($"{name} is neither a section nor a plugin with a handler or a daemon that is quarantined") : ChangeOutcome.Done($"released: {string.Join(", ", released)}");

        bool IsMeant(string section, Component component) => section == name || registry.Find(name)?.Active?.Uses == component.Uses;
    });

    /// <summary>Waits for the change under way, and lets no more begin. False if it has not ended by then.</summary>
    public async Task<bool> CloseAsync(TimeSpan limit)
    {
        sick.Writer.TryComplete();
        var isClosed = await turn.WaitAsync(limit);
        await caring.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isClosed;
    }

    /// <summary>Out of turn: what a build takes to be tried must not keep a sick handler in the routes.</summary>
    private async Task CareAsync()
    {
        try
        {
            await foreach (var (section, occupant, why) in sick.Reader.ReadAllAsync(stopping))
            {
                await CareAsync(section, occupant, why);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // All handlers are ended now.
        }
    }

    private async Task CareAsync(string section, Occupant occupant, string why)
    {
        try
        {
            if (await node.QuarantineAsync(section, occupant, new Quarantine(why, time.GetUtcNow())))
            {
                journal.Quarantined(section, why);
            }
        }
        catch (Exception failure)
        {
            // To end a handler is code of a plugin.
            Log.ChangeCrashed(logger, failure);
        }
    }

    private async Task<ChangeOutcome> InTurnAsync(Func<Task<ChangeOutcome>> change)
    {
        await turn.WaitAsync(stopping);
        try
        {
            return await Task.Run(change);
        }
        catch (Exception failure)
        {
            // Options records are code of plugins.
            Log.ChangeCrashed(logger, failure);
            return ChangeOutcome.Refused(FailureText.Of(failure));
        }
        finally
        {
            turn.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Error, "crash while the node was changed")]
        public static partial void ChangeCrashed(ILogger logger, Exception failure);
    }
}
