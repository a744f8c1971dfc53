using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CC.Plugins.Database;

/// <summary>The connections to the database: as many as there are calls at once, made when they are needed, kept for a while, and tried out before they are used again.</summary>
internal sealed partial class Connections : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly NpgsqlDataSource source;
    private readonly Outage outage;
    private readonly Recent recent;
    private readonly string name;
    private readonly string? unixSocket;
    private volatile CallException? lastFailure;

    /// <summary>Connects to nothing yet.</summary>
    public Connections(DatabaseOptions options, string jobName, TimeProvider time, ILogger logger)
    {
        this.time = time;
        this.logger = logger;
        limit = options.ConnectTimeout;
        outage = new Outage(limit, time);
        recent = new Recent(time);
        var (settings, _) = ConnectString.Read(options.Db);
        name = $"{settings.Database} on {settings.Host}:{settings.Port}";
        unixSocket = settings.Host is ['/', ..] ? $"{settings.Host}/.s.PGSQL.{settings.Port}" : null;
        var builder = new NpgsqlSlimDataSourceBuilder(Complete(settings, options, jobName).ConnectionString);
        source = builder.EnableTransportSecurity().Build();
    }

    /// <summary>A connection that works, as far as can be known.</summary>
    /// <exception cref="CallException">There is none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public async Task<NpgsqlConnection> TakeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            if (!await outage.MayTryAsync(cancellationToken))
            {
                throw lastFailure!;
            }

            try
            {
                var connection = await OpenAsync(limit - time.GetElapsedTime(started), cancellationToken);
                if (outage.End())
                {
                    Log.Back(logger, name);
                }

                return connection;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var why = ConnectFailure.ReasonOf(failure, unixSocket);
                var told = lastFailure = new CallException(
                    CallErrors.Unavailable, $"the database {name} can't be used: {why}", ConnectFailure.StateOf(failure), failure);
                if (outage.Begin())
                {
                    Log.Gone(logger, name, why);
                }

                if (ConnectFailure.IsFinal(failure) || !outage.MayWait() || time.GetElapsedTime(started) + pause >= limit)
                {
                    throw told;
                }
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>Takes a connection back; one that was lost is not used again.</summary>
    public async ValueTask ReturnAsync(NpgsqlConnection connection)
    {
        if (connection.State == ConnectionState.Open)
        {
            recent.Add(connection.ProcessID);
        }

        await connection.DisposeAsync();
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlConnectionStringBuilder Complete(NpgsqlConnectionStringBuilder settings, DatabaseOptions options, string jobName)
    {
        settings.ApplicationName ??= jobName;
        settings.Enlist = false;
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = options.WorkerThreads;
        settings.ConnectionIdleLifetime = (int)Math.Ceiling(options.IdleTimeout.TotalSeconds);
        settings.ConnectionPruningInterval = Math.Min(10, settings.ConnectionIdleLifetime);
        settings.CommandTimeout = 0; // The call's own limit goes by the node's clock.
        return settings;
    }

    private async Task<NpgsqlConnection> OpenAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => limited.Cancel(), null, left > FirstPause ? left : FirstPause, Timeout.InfiniteTimeSpan);
        var connection = await source.OpenConnectionAsync(limited.Token);
        try
        {
            if (!recent.Take(connection.ProcessID))
            {
                await using var probe = new NpgsqlCommand(";", connection);
                await probe.ExecuteNonQueryAsync(limited.Token);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            source.Clear(); // The server was started anew, and the others are as dead as this one.
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the database {Name} can't be used: {Why}; calls fail until it can")]
        public static partial void Gone(ILogger logger, string name, string why);

        [LoggerMessage(2, LogLevel.Information, "the database {Name} can be used again")]
        public static partial void Back(ILogger logger, string name);
    }
}
