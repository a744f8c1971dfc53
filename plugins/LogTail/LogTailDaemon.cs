using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>Follows log files and sends what is appended to them.</summary>
[Daemon("logtail")]
public sealed partial class LogTailDaemon(LogTailOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<LogTailDaemon> logger) : IDaemon
{
    private static readonly TimeSpan LookForFolder = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await WaitForFolderAsync(cancellationToken);
        using var watch = new FolderWatch(options.Logdir);
        var folder = LogFolder.For(options);
        var saved = SavedPosition.Load(options.PathOfSaveFile);
        var flows = new FlowList(new Resumption(options, folder, metrics, logger).Begin(saved));
        Carrier carrier = null!;
        using var link = messages.OpenLink(message =>
        {
            Take(message, carrier);
            watch.Wake();
            return default;
        });
        using (carrier = new Carrier(options, folder, flows, saved?.ReceiverIsMute ?? false, new Sender(options, messages, link, metrics), metrics, time, logger))
        {
            Log.Watching(logger, options.Logdir, flows.Last?.Name ?? "no file yet", flows.Last?.Sent ?? 0);
            await CarryAsync(carrier, watch, cancellationToken);
        }
    }

    private async Task WaitForFolderAsync(CancellationToken cancellationToken)
    {
        for (var told = false; !Directory.Exists(options.Logdir); told = true)
        {
            if (!told)
            {
                Log.NoFolder(logger, options.Logdir);
            }

            await Task.Delay(LookForFolder, time, cancellationToken);
        }
    }

    /// <summary>Steps until cancelled; saves the position when it has moved, but not at each step, and at the end.</summary>
    private async Task CarryAsync(Carrier carrier, FolderWatch watch, CancellationToken cancellationToken)
    {
        var saved = time.GetTimestamp();
        try
        {
            while (true)
            {
                var rest = await carrier.StepAsync(cancellationToken);
                if (carrier.HasMoved)
                {
                    var due = SavePeriod - time.GetElapsedTime(saved);
                    if (due <= TimeSpan.Zero)
                    {
                        Save(carrier);
                        saved = time.GetTimestamp();
                    }

                    rest = carrier.HasMoved && due < rest ? due : rest;
                }

                if (options.PollPeriod > TimeSpan.Zero && options.PollPeriod < rest)
                {
                    rest = options.PollPeriod;
                }

                await watch.WaitAsync(rest, time, cancellationToken);
            }
        }
        finally
        {
            Save(carrier);
        }
    }

    private void Save(Carrier carrier)
    {
        try
        {
            carrier.TakePosition().Save(options.PathOfSaveFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotSaved(logger, options.PathOfSaveFile, failure.Message);
        }
    }

    private void Take(in Message message, Carrier carrier)
    {
        try
        {
            carrier.Answer(messages.Open(message, BodiesJson.Default.FragmentAck));
        }
        catch (MessageException invalid)
        {
            Log.NoAnswer(logger, message.Type, invalid.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Information, "watching {Folder}; beginning with {Name} at {Position}")]
        public static partial void Watching(ILogger logger, string folder, string name, long position);

        [LoggerMessage(1, LogLevel.Warning, "the folder {Folder} is not there; waiting for it")]
        public static partial void NoFolder(ILogger logger, string folder);

        [LoggerMessage(2, LogLevel.Error, "the position can't be saved to {Path}: {Why}; after a crash more would be sent again")]
        public static partial void NotSaved(ILogger logger, string path, string why);

        [LoggerMessage(3, LogLevel.Warning, "an answer of type {Type} is of no use: {Why}")]
        public static partial void NoAnswer(ILogger logger, string type, string why);
    }
}
