using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoSender;

/// <summary>Sends the files of a folder whole, whenever they are new or have changed.</summary>
[Daemon("infosender")]
public sealed partial class InfoSenderDaemon(InfoSenderOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<InfoSenderDaemon> logger) : IDaemon, IFileCarrier
{
    /// <summary>Of a state that takes long to save, since it has many files, saving takes one part in this many of the time.</summary>
    private const int SaveRarely = 10;

    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollUnwatched = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseUnreadable = TimeSpan.FromSeconds(5);

    private TimeSpan longestRest = TimeSpan.MaxValue;
    private readonly Inquiries<IReadOnlyList<CarriedFile>> inquiries = new([]);
    private bool isSaveFailureTold;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var watch = OpenWatch();
        var saved = await LoadAsync(cancellationToken);
        Courier? courier = null;
        using var link = messages.OpenLink(message =>
        {
            Take(message, courier);
            watch.Wake();
            return default;
        });
        using (courier = new Courier(options, new InfoFolder(options, logger), saved, new Sender(options, messages, link, metrics), metrics, time, logger) { Meanwhile = inquiries.Answer })
        {
            Watch(watch);
            inquiries.Begin(watch.Wake);
            TellBeginning(saved);
            await CarryAsync(courier, watch, cancellationToken);
        }
    }

    /// <summary>What was acknowledged so far; while that can't be read, waits, since to begin without would send everything again.</summary>
    private async Task<SavedState> LoadAsync(CancellationToken cancellationToken)
    {
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                return SavedState.Load(options.PathOfSaveFile) ?? Forget();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                if (!isTold)
                {
                    Log.CannotBegin(logger, failure.Message);
                }
            }

            await Task.Delay(PauseUnreadable, time, cancellationToken);
        }
    }

    private SavedState Forget()
    {
        Log.Damaged(logger, options.PathOfSaveFile);
        return new SavedState([], Receiver.Unknown);
    }

    private FolderWatch OpenWatch()
    {
        try
        {
            return FolderWatch.Open();
        }
        catch (IOException failure)
        {
            TellUnwatched(failure);
            return FolderWatch.Blind();
        }
    }

    private void Watch(FolderWatch watch)
    {
        try
        {
            watch.Watch([options.Infodir]);
        }
        catch (IOException failure)
        {
            TellUnwatched(failure);
        }
    }

    /// <summary>Steps until cancelled; saves what was acknowledged, but not at each step, and at the end.</summary>
    private async Task CarryAsync(Courier courier, FolderWatch watch, CancellationToken cancellationToken)
    {
        var change = FolderChange.Names;
        var savedAt = time.GetTimestamp();
        var (isSaved, period) = (true, SavePeriod);
        try
        {
            while (true)
            {
                if (change.HasFlag(FolderChange.Names))
                {
                    Watch(watch);
                }

                var rest = await courier.StepAsync(change, cancellationToken);
                isSaved &= !courier.HasMoved;
                if (!isSaved && time.GetElapsedTime(savedAt) >= period)
                {
                    var begun = time.GetTimestamp();
                    isSaved = Save(courier);
                    savedAt = time.GetTimestamp();
                    period = TimeSpan.FromTicks(Math.Max(SavePeriod.Ticks, time.GetElapsedTime(begun, savedAt).Ticks * SaveRarely));
                }

                change = rest == TimeSpan.Zero ? watch.Taken() : await WaitAsync(watch, isSaved || rest < period ? rest : period, cancellationToken);
            }
        }
        finally
        {
            inquiries.End();
            Save(courier);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken) => await inquiries.AskAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken) => new(SourceHash.Of(options, file, begin, end, cancellationToken));

    private async Task<FolderChange> WaitAsync(FolderWatch watch, TimeSpan rest, CancellationToken cancellationToken) => rest < longestRest
        ? await watch.WaitAsync(rest, time, cancellationToken)
        : await watch.WaitAsync(longestRest, time, cancellationToken) | FolderChange.Names;

    private bool Save(Courier courier)
    {
        try
        {
            courier.TakeState().Save(options.PathOfSaveFile);
            isSaveFailureTold = false;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!isSaveFailureTold)
            {
                isSaveFailureTold = true;
                Log.NotSaved(logger, options.PathOfSaveFile, failure.Message);
            }

            return false;
        }
    }

    private void Take(in Message message, Courier? courier)
    {
        try
        {
            courier?.Answer(messages.Open(message, BodiesJson.Default.InfoFileAck));
        }
        catch (MessageException invalid)
        {
            Log.NoAnswer(logger, message.Type, invalid.Message);
        }
    }

    private void TellBeginning(SavedState saved)
    {
        if (!Directory.Exists(options.Infodir))
        {
            Log.NoFolder(logger, options.Infodir);
        }

        Log.Watching(logger, options.Infodir, saved.Files.Count);
    }

    private void TellUnwatched(IOException failure)
    {
        if (longestRest == TimeSpan.MaxValue)
        {
            longestRest = PollUnwatched;
            Log.Unwatched(logger, options.Infodir, failure.Message, longestRest.TotalSeconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "watching {Folder}; {Count} files are acknowledged so far")]
        public static partial void Watching(ILogger logger, string folder, int count);

        [LoggerMessage(2, LogLevel.Warning, "the folder {Folder} is not there; waiting for it")]
        public static partial void NoFolder(ILogger logger, string folder);

        [LoggerMessage(3, LogLevel.Error, "what is acknowledged can't be saved to {Path}: {Why}; after a restart more would be sent again")]
        public static partial void NotSaved(ILogger logger, string path, string why);

        [LoggerMessage(4, LogLevel.Warning, "an answer of type {Type} is of no use: {Why}")]
        public static partial void NoAnswer(ILogger logger, string type, string why);

        [LoggerMessage(5, LogLevel.Warning, "the system does not tell of changes in {Folder}: {Why}; looking every {Seconds} s instead")]
        public static partial void Unwatched(ILogger logger, string folder, string why, double seconds);

        [LoggerMessage(6, LogLevel.Error, "{Why}; tried again until it can be read, and nothing is sent before")]
        public static partial void CannotBegin(ILogger logger, string why);

        [LoggerMessage(7, LogLevel.Warning, "{Path} is damaged; all files are sent again, and the receiver leaves out what it has")]
        public static partial void Damaged(ILogger logger, string path);
    }
}
