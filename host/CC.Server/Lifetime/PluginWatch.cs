using CC.Files;
using CC.Server.Plugins;
using Microsoft.Extensions.Logging;

namespace CC.Server.Lifetime;

/// <summary>Notices that plugins' files have changed, however that was done, and waits until they are left alone.</summary>
internal sealed partial class PluginWatch(PluginRegistry registry, Func<IReadOnlyDictionary<string, string>, Task> takeUp, TimeProvider time, ILogger logger)
{
    /// <summary>How often to look anyway: what is behind links and on network drives is not always told.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Looking takes time, and clocks have steps.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    /// <summary>Until the process stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var watch = Open();
        var settling = new Settling(time);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Listen(watch);
                if (registry.Sources.Options.Watch && await TakeUpAsync(settling) is { } next)
                {
                    await Task.Delay(next > Least ? next : Least, time, stopping);
                }
                else
                {
                    await watch.WaitAsync(Pace, time, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Log.Failed(logger, failure);
                await Task.Delay(Pace, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Has what has settled be taken up; returns how long it takes until there may be more, or null.</summary>
    private async Task<TimeSpan?> TakeUpAsync(Settling settling)
    {
        var (folders, options) = registry.Sources;
        var found = FoundPlugins.In(folders);
        var (settled, next) = settling.Look(found.Glances(), options.Settle);
        if (registry.HasChanges(found, settled))
        {
            await takeUp(settled);
        }

        return next ?? (registry.AwaitsRemoval ? options.Settle : null);
    }

    private FolderWatch Open()
    {
        try
        {
            return FolderWatch.Open();
        }
        catch (IOException none)
        {
            Log.Blind(logger, none.Message);
            return FolderWatch.Blind();
        }
    }

    private void Listen(FolderWatch watch)
    {
        var folders = PluginFolders.All(registry.Sources.Folders);
        try
        {
            watch.Watch([.. folders, .. folders.SelectMany(Below)]);
        }
        catch (IOException)
        {
            // It is looked at now and then.
        }
    }

    private static IEnumerable<string> Below(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder).SelectMany(plugin => (string[])[plugin, .. Directory.EnumerateDirectories(plugin, "*", SearchOption.AllDirectories)]).ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the system tells of no changes of files ({Why}); plugins' folders are looked at every two seconds")]
        public static partial void Blind(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Error, "plugins' folders can't be looked at; it is tried again in two seconds")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
