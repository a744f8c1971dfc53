using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>Follows log files and sends what is appended to them.</summary>
[Daemon("logtail")]
public sealed partial class LogTailDaemon(LogTailOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<LogTailDaemon> logger) : IDaemon, IFileCarrier
{
    /// <summary>Of a position that takes long to save, since it has many files, saving takes one part in this many of the time.</summary>
    private const int SaveRarely = 10;

    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollUnwatched = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseUnreadable = TimeSpan.FromSeconds(5);

    private TimeSpan pollPeriod = options.PollPeriod > TimeSpan.Zero ? options.PollPeriod : Timeout.InfiniteTimeSpan;
    private readonly Inquiries<IReadOnlyList<CarriedFile>> inquiries = new([]);
    private bool isSaveFailureTold;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var watch = OpenWatch();
        var folder = LogFolder.For(options);
        var departure = await BeginAsync(folder, cancellationToken);
        Carrier? carrier = null;
        using var link = messages.OpenLink(message =>
        {
            Take(message, carrier);
            watch.Wake();
            return default;
        });
        using (carrier = new Carrier(options, folder, departure, new Sender(options, messages, link, metrics), metrics, time, logger) { Meanwhile = files => inquiries.Answer(files) })
        {
            Watch(watch, carrier);
            inquiries.Begin(watch.Wake);
            var isSaved = Save(carrier); // Whatever happens from now on, the next start is not the first one.
            TellBeginning(departure);
            await CarryAsync(carrier, watch, isSaved, cancellationToken);
        }
    }

    /// <summary>Where to begin; while that can't be read, waits, since to begin elsewhere would leave something out, or send it twice.</summary>
    private async Task<Departure> BeginAsync(LogFolder folder, CancellationToken cancellationToken)
    {
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                var saved = SavedPosition.Load(options.PathOfSaveFile);
                return new Resumption(options, folder, metrics, logger).Begin(saved) with { Since = saved?.Since ?? 0 };
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

    private void Watch(FolderWatch watch, Carrier carrier)
    {
        try
        {
            watch.Watch(carrier.Folders());
        }
        catch (IOException failure)
        {
            TellUnwatched(failure);
        }
    }

    /// <summary>Steps until cancelled; saves the position when it has moved, but not at each step, and at the end.</summary>
    private async Task CarryAsync(Carrier carrier, FolderWatch watch, bool isSaved, CancellationToken cancellationToken)
    {
        var change = FolderChange.Names | FolderChange.Content;
        var savedAt = time.GetTimestamp();
        var period = SavePeriod;
        try
        {
            while (true)
            {
                if (change.HasFlag(FolderChange.Names))
                {
                    Watch(watch, carrier);
                }

                var rest = await carrier.StepAsync(change, cancellationToken);
                isSaved &= !carrier.HasMoved;
                if (!isSaved && time.GetElapsedTime(savedAt) >= period)
                {
                    var begun = time.GetTimestamp();
                    isSaved = Save(carrier);
                    savedAt = time.GetTimestamp();
                    period = TimeSpan.FromTicks(Math.Max(SavePeriod.Ticks, time.GetElapsedTime(begun, savedAt).Ticks * SaveRarely));
                }

                change = rest == TimeSpan.Zero ? watch.Taken() : await WaitAsync(watch, isSaved || rest < period ? rest : period, cancellationToken);
            }
        }
        finally
        {
            inquiries.End();
            Save(carrier);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CarriedFile>> FilesAsync(CancellationToken cancellationToken) => await inquiries.AskAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> HashAsync(CarriedFileName file, long begin, long end, CancellationToken cancellationToken) =>
        new(SourceHash.Of(LogFolder.For(options), file, begin, end, cancellationToken));

    private async Task<FolderChange> WaitAsync(FolderWatch watch, TimeSpan rest, CancellationToken cancellationToken)
    {
        if (pollPeriod == Timeout.InfiniteTimeSpan || rest < pollPeriod)
        {
            return await watch.WaitAsync(rest, time, cancellationToken);
        }

        return await watch.WaitAsync(pollPeriod, time, cancellationToken) | FolderChange.Names;
    }

    private bool Save(Carrier carrier)
    {
        try
        {
            carrier.TakePosition().Save(options.PathOfSaveFile);
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

    private void Take(in Message message, Carrier? carrier)
    {
        try
        {
            carrier?.Answer(messages.Open(message, BodiesJson.Default.FragmentAck));
        }
        catch (MessageException invalid)
        {
            Log.NoAnswer(logger, message.Type, invalid.Message);
        }
    }

    private void TellBeginning(Departure departure)
    {
        if (!Directory.Exists(options.Logdir))
        {
            Log.NoFolder(logger, options.Logdir);
        }

        var last = departure.Flows.LastOrDefault();
        Log.Watching(logger, options.Logdir, last?.Name ?? "no file yet", last?.Sent.Offset ?? 0);
    }

    private void TellUnwatched(IOException failure)
    {
        if (pollPeriod == Timeout.InfiniteTimeSpan)
        {
            pollPeriod = PollUnwatched;
            Log.Unwatched(logger, options.Logdir, failure.Message, pollPeriod.TotalSeconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "watching {Folder}; beginning with {Name} at {Position}")]
        public static partial void Watching(ILogger logger, string folder, string name, long position);

        [LoggerMessage(2, LogLevel.Warning, "the folder {Folder} is not there; waiting for it")]
        public static partial void NoFolder(ILogger logger, string folder);

        [LoggerMessage(3, LogLevel.Error, "the position can't be saved to {Path}: {Why}; after a crash more would be sent again")]
        public static partial void NotSaved(ILogger logger, string path, string why);

        [LoggerMessage(4, LogLevel.Warning, "an answer of type {Type} is of no use: {Why}")]
        public static partial void NoAnswer(ILogger logger, string type, string why);

        [LoggerMessage(5, LogLevel.Warning, "the system does not tell of changes in {Folder}: {Why}; looking every {Seconds} s instead")]
        public static partial void Unwatched(ILogger logger, string folder, string why, double seconds);

        [LoggerMessage(6, LogLevel.Error, "{Why}; tried again until it can be read, and nothing is carried before")]
        public static partial void CannotBegin(ILogger logger, string why);
    }
}
