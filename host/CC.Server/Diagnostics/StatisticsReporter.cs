using Microsoft.Extensions.Logging;

namespace CC.Server.Diagnostics;

/// <summary>Logs the statistics line and rewrites the status file, once each period and at the end.</summary>
internal sealed partial class StatisticsReporter : IAsyncDisposable
{
    private readonly ReportModel model;
    private readonly Statistics statistics;
    private readonly RunningAverages? averages;
    private readonly StatusFile file;
    private readonly ILogger logger;
    private readonly ITimer periods;
    private readonly ITimer? samples;
    private readonly Lock gate = new();
    private bool cannotWrite;

    public StatisticsReporter(ReportModel model, Counters counters, TimeProvider time, ILogger logger)
    {
        this.model = model;
        this.logger = logger;
        statistics = new Statistics(counters);
        file = new StatusFile(model, time.GetUtcNow(), time);
        if (model.Level >= 3 && model.WritesFile)
        {
            averages = new RunningAverages(counters);
            samples = time.CreateTimer(_ => averages.Sample(), null, RunningAverages.Bucket, RunningAverages.Bucket);
        }

        var period = model.LogsLine || model.WritesFile ? model.Period : Timeout.InfiniteTimeSpan;
        periods = time.CreateTimer(_ => Report(), null, period, period);
    }

    /// <summary>Ends the last period.</summary>
    public async ValueTask DisposeAsync()
    {
        await periods.DisposeAsync();
        if (samples is not null)
        {
            await samples.DisposeAsync();
        }

        Report();
    }

    /// <summary>A period in which nothing happened is not worth a line.</summary>
    private void Report()
    {
        lock (gate)
        {
            statistics.Turn();
            if (model.LogsLine && statistics.Latest.Count > 0)
            {
                Log.SendStats(logger, statistics.Line());
            }

            if (model.WritesFile)
            {
                WriteFile();
            }
        }
    }

    /// <summary>That the file can't be written is said once, not each period.</summary>
    private void WriteFile()
    {
        try
        {
            file.Write(statistics, averages);
            cannotWrite = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!cannotWrite)
            {
                Log.CannotWriteInfoFile(logger, model.File, failure.Message);
            }

            cannotWrite = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Statistics}", EventName = "send_stats")]
        public static partial void SendStats(ILogger logger, string statistics);

        [LoggerMessage(2, LogLevel.Warning, "infofile = {Path} can't be written: {Why}; it is tried again each period, without a word")]
        public static partial void CannotWriteInfoFile(ILogger logger, string path, string why);
    }
}
