using CC.Files;
using CC.Server.Plugins;
using Microsoft.Extensions.Logging;

namespace CC.Server.Lifetime;

/// <summary>Notices that plugins' files have changed, however that was done, and waits until they are left alone.</summary>
internal sealed partial class PluginWatch(PluginRegistry registry, Func<IReadOnlyDictionary<string, string>, Task> takeUp, TimeProvider time, ILogger logger)
{
    /// <summary>How often to look anyway: what is behind links and on network drives is not always told.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>The same for folders with so many files that looking takes more than a two hundredth of the time.</summary>
    public static readonly TimeSpan SlowestPace = TimeSpan.FromMinutes(1);

    private const int Rest = 200;

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
                if (!registry.Sources.Options.Watch)
                {
                    await watch.WaitAsync(Pace, time, stopping);
                    continue;
                }

                var began = time.GetTimestamp();
                var found = Look(watch, out var glances);
                var pace = PaceAfter(time.GetElapsedTime(began));
                if (await TakeUpAsync(found, glances, settling) is { } next)
                {
                    await Task.Delay(next > Least ? next : Least, time, stopping);
                }
                else
                {
                    await watch.WaitAsync(pace, time, stopping);
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

    private static TimeSpan PaceAfter(TimeSpan took) => took * Rest < Pace ? Pace : took * Rest < SlowestPace ? took * Rest : SlowestPace;

    private FoundPlugins Look(FolderWatch watch, out IReadOnlyDictionary<string, string> glances)
    {
        Listen(watch); // First: what changes from here on is told.
        var found = FoundPlugins.In(registry.Sources.Folders);
        glances = found.Glances();
        return found;
    }

    /// <summary>Has what has settled be taken up; returns how long it takes until there may be more, or null.</summary>
    private async Task<TimeSpan?> TakeUpAsync(FoundPlugins found, IReadOnlyDictionary<string, string> glances, Settling settling)
    {
        var options = registry.Sources.Options;
        var (settled, next) = settling.Look(glances, options.Settle);
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
        var folders = registry.Sources.Folders;
        try
        {
            watch.Watch([.. PluginFolders.All(folders), .. PluginFolders.Plugins(folders).SelectMany(main => FolderContent.Folders(Path.GetDirectoryName(main)!))]);
        }
        catch (IOException)
        {
            // It is looked at now and then.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the system tells of no changes of files ({Why}); plugins' folders are looked at every two seconds, large ones less often")]
        public static partial void Blind(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Error, "plugins' folders can't be looked at; it is tried again in two seconds")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
