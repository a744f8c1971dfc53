using CC.Server.Components;
using CC.Server.Configuration;
using CC.Server.Plugins;
using Microsoft.Extensions.Logging;

namespace CC.Server.Lifetime;

/// <summary>Reads the configuration again, and takes it on together with all plugins that have changed, since either may need the other.</summary>
/// <param name="registry">The plugins.</param>
/// <param name="source">Where the configuration comes from.</param>
/// <param name="configuration">The one that holds.</param>
/// <param name="builds">Takes up builds one by one.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where outcomes go.</param>
internal sealed partial class ConfigurationChanges(
    PluginRegistry registry, ConfigurationSource source, ConfigurationInForce configuration, BuildChanges builds, TimeProvider time, ILogger logger)
{
    /// <summary>Reads it now; what can't be taken on leaves the node, and where plugins come from, as they are.</summary>
    public async Task<ChangeOutcome> ReadAgainAsync()
    {
        var sources = registry.Sources;
        var isTaken = false;
        try
        {
            var outcome = await ReadAsync();
            isTaken = outcome.IsDone;
            return outcome;
        }
        finally
        {
            registry.Sources = isTaken ? registry.Sources : sources;
        }
    }

    private async Task<ChangeOutcome> ReadAsync()
    {
        try
        {
            var next = source.Now();
            return await TakeTogetherAsync(next, retry: true) ?? await TakeSomeAsync(next) ?? await TakeOneByOneAsync(next);
        }
        catch (ConfigurationException invalid)
        {
            foreach (var error in invalid.Errors)
            {
                Log.NotReloaded(logger, error.ToString());
            }

            return ChangeOutcome.Refused(invalid.Summary);
        }
        catch (ComponentException failure)
        {
            Log.NotReloaded(logger, failure.Message);
            return ChangeOutcome.Refused(failure.Message);
        }
    }

    /// <summary>Null if that fails and there are plugins that have changed.</summary>
    /// <param name="next">The configuration.</param>
    /// <param name="retry">Whether builds are tried that were refused before.</param>
    /// <param name="isTried">Which plugins' builds are tried, where it is not all of them.</param>
    /// <exception cref="ConfigurationException">The configuration can't be used.</exception>
    /// <exception cref="ComponentException">A component can't be made.</exception>
    private async Task<ChangeOutcome?> TakeTogetherAsync(ConfigurationSource next, bool retry, Func<string, bool>? isTried = null)
    {
        var started = time.GetTimestamp();
        var loaded = new List<(PluginChange Change, Plugin Plugin)>();
        string[] gone = [];
        try
        {
            return Taken(await configuration.ChangeToAsync(next, Load, Serve));
        }
        catch (Exception failure)
        {
            loaded.ForEach(build => registry.Discard(build.Plugin));
            if (failure is OperationCanceledException || (isTried is null && loaded is [] && gone is []))
            {
                throw;
            }

            return null;
        }

        ComponentCatalog Load(PluginSources found)
        {
            registry.Sources = found;
            var changes = registry.Changes(retry: retry);
            gone = [.. changes.Where(change => change.IsRemoval).Select(change => change.Name)];
            foreach (var change in changes.Where(change => !change.IsRemoval && isTried?.Invoke(change.Name) != false))
            {
                if (registry.TryLoad(change, Plugins(), gone) is { } plugin)
                {
                    loaded.Add((change, plugin));
                }
            }

            return registry.Catalog(Plugins(), gone);
        }

        void Serve()
        {
            loaded.ForEach(build => builds.Accept(build.Change, build.Plugin, started));
            Array.ForEach(gone, name => registry.Remove(name, areFilesGone: true));
        }

        Plugin[] Plugins() => [.. loaded.Select(build => build.Plugin)];
    }

    /// <summary>With all builds but one, then with one only: a build that is no good must not keep the others from the configuration that they need.</summary>
    private async Task<ChangeOutcome?> TakeSomeAsync(ConfigurationSource next)
    {
        string[] candidates = [.. registry.Changes(retry: true).Where(change => !change.IsRemoval).Select(change => change.Name)];
        IEnumerable<Func<string, bool>> choices = candidates.Length < 2 ? []
            : [.. candidates.Select<string, Func<string, bool>>(one => name => name != one), .. candidates.Select<string, Func<string, bool>>(one => name => name == one)];
        foreach (var isTried in choices)
        {
            if (await TakeTogetherAsync(next, retry: true, isTried) is { } taken)
            {
                await builds.TakeEachAsync(retry: true);
                return taken;
            }
        }

        return null;
    }

    private async Task<ChangeOutcome> TakeOneByOneAsync(ConfigurationSource next)
    {
        await builds.TakeEachAsync(retry: true);
        return await TakeTogetherAsync(next, retry: false) ?? ChangeOutcome.Refused("its plugins change faster than they can be taken up");
    }

    private ChangeOutcome Taken(IReadOnlySet<string> changed)
    {
        if (changed.Count == 0)
        {
            Log.NothingChanged(logger);
            return ChangeOutcome.Done("nothing changed");
        }

        var sections = string.Join(", ", changed.Order(StringComparer.Ordinal));
        Log.Reloaded(logger, sections);
        return ChangeOutcome.Done($"changed: {sections}");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the configuration is not taken on: {Error}")]
        public static partial void NotReloaded(ILogger logger, string error);

        [LoggerMessage(3, LogLevel.Information, "configuration read again: nothing changed")]
        public static partial void NothingChanged(ILogger logger);

        [LoggerMessage(4, LogLevel.Information, "configuration read again; changed: {Sections}")]
        public static partial void Reloaded(ILogger logger, string sections);
    }
}
