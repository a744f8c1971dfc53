using CC.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace CC.Server.Diagnostics;

/// <summary>Logs the statistics line and rewrites the status file, once each period and at the end.</summary>
internal sealed partial class StatisticsReporter : IAsyncDisposable
{
    private readonly NodeOptions options;
    private readonly Statistics statistics;
    private readonly RunningAverages? averages;
    private readonly StatusFile file;
    private readonly ILogger logger;
    private readonly ITimer periods;
    private readonly ITimer? samples;
    private readonly Lock gate = new();

    public StatisticsReporter(NodeOptions options, Counters counters, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        statistics = new Statistics(counters);
        file = new StatusFile(options, time.GetUtcNow(), time);
        if (options.InfoFileLevel >= 3 && file.IsWanted)
        {
            averages = new RunningAverages(counters);
            samples = time.CreateTimer(_ => averages.Sample(), null, RunningAverages.Bucket, RunningAverages.Bucket);
        }

        var period = options.CcStats > 0 || file.IsWanted ? options.StatsPeriod : Timeout.InfiniteTimeSpan;
        periods = time.CreateTimer(_ => Report(), null, period, period);
    }

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
            if (options.CcStats > 0 && statistics.Latest.Count > 0)
            {
                Log.SendStats(logger, statistics.Line());
            }

            if (!file.IsWanted)
            {
                return;
            }

            try
            {
                file.Write(statistics, averages);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Log.CannotWriteInfoFile(logger, options.InfoFile, failure.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Statistics}", EventName = "send_stats")]
        public static partial void SendStats(ILogger logger, string statistics);

        [LoggerMessage(2, LogLevel.Warning, "infofile {Path} can't be written: {Why}")]
        public static partial void CannotWriteInfoFile(ILogger logger, string path, string why);
    }
}
