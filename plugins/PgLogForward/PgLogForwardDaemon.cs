using System.Net;
using CC.Datagrams;
using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.PgLogForward;

/// <summary>Receives what PostgreSQL's extension pg_logforward sends of the log, and has log plugins make messages of it.</summary>
[Daemon("pg_logforward")]
public sealed partial class PgLogForwardDaemon(
    PgLogForwardOptions options, ComponentContext context, IMessages messages, IMetrics metrics, IComponents components, TimeProvider time, ILogger<PgLogForwardDaemon> logger)
    : IDaemon
{
    /// <summary>The longest datagram that the extension sends.</summary>
    private const int LongestDatagram = 8192;

    private static readonly TimeSpan FlushPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly ICounter count = metrics.Counter("pg_logforward.count");
    private readonly ICounter bytes = metrics.Counter("pg_logforward.bytes");
    private readonly ICounter seconds = metrics.Counter("pg_logforward.seconds");
    private readonly Telling faults = new(TellPeriod, time);
    private readonly Telling unsent = new(TimeSpan.FromSeconds(30), time);
    private readonly Telling full = new(TimeSpan.FromSeconds(30), time);
    private TimeSpan spent;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var chain = new LogChain([.. options.Plugins.SelectMany(Create)], logger);
        using var receiver = await DatagramReceiver.BindAsync(
            options.ListenHost, options.ListenPort, LongestDatagram, options.QueueSize, CountLost, cancellationToken);
        Log.Listening(logger, receiver.Address);
        if (!IPAddress.IsLoopback(receiver.Address.Address))
        {
            Log.Open(logger, receiver.Address);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] working = [receiver.ReceiveAsync(ending.Token), ForwardAsync(receiver, chain, ending.Token), FlushAsync(chain, ending.Token)];
        await Task.WhenAny(working);
        await ending.CancelAsync();
        await Task.WhenAll(working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(EndLimit, time);
        await SendAsync(chain.Flush(isLast: true), limit.Token);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.WhenAll(working); // One of them has failed.
    }

    private IEnumerable<ILogPlugin> Create(string section) =>
        LogModules.Create(components.OptionsOf<LogPluginOptions>(section), context.HostName, time, most =>
        {
            metrics.Counter("pg_logforward.uncounted").Add(1);
            if (full.MayTell())
            {
                Log.Full(logger, section, most);
            }
        });

    private async Task ForwardAsync(DatagramReceiver receiver, LogChain chain, CancellationToken cancellationToken)
    {
        await foreach (var datagram in receiver.Arrived.ReadAllAsync(cancellationToken))
        {
            var started = time.GetTimestamp();
            var fault = NetstrDatagram.TryRead(datagram, out var entry);
            if (entry is not null)
            {
                await SendAsync(chain.Take(entry), cancellationToken);
            }
            else
            {
                CountFault(KebabCase(fault), datagram.Length);
            }

            Count(datagram.Length, time.GetElapsedTime(started));
        }
    }

    private async Task FlushAsync(LogChain chain, CancellationToken cancellationToken)
    {
        using var period = new PeriodicTimer(FlushPeriod, time);
        while (await period.WaitForNextTickAsync(cancellationToken))
        {
            await SendAsync(chain.Flush(isLast: false), cancellationToken);
        }
    }

    /// <summary>While the mailbox of who takes them is full this waits, and further datagrams wait behind.</summary>
    private async Task SendAsync(IReadOnlyList<DatabaseCall> calls, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            try
            {
                if (!await messages.PublishAsync(call, LogForwardJson.Default.DatabaseCall, cancellationToken) && unsent.MayTell())
                {
                    Log.NoRoute(logger, call.Req);
                }
            }
            catch (OperationCanceledException)
            {
                return; // It was counted.
            }
        }
    }

    private void Count(int length, TimeSpan took)
    {
        count.Add(1);
        bytes.Add(length);
        spent += took;
        seconds.Add((long)spent.TotalSeconds);
        spent -= TimeSpan.FromSeconds((long)spent.TotalSeconds);
    }

    private void CountLost(DatagramLoss loss, int length) => CountFault(loss == DatagramLoss.TooLong ? "too-long" : "queue-full", length);

    private void CountFault(string fault, int length)
    {
        metrics.Counter($"pg_logforward.lost.{fault}").Add(1);
        metrics.CountDropped(fault == "queue-full" ? "datagram-queue-full" : "bad-datagram", 1, length);
        if (options.LogParsingErrors && faults.MayTell())
        {
            Log.Unusable(logger, length, fault);
        }
    }

    private static string KebabCase(DatagramFault fault) => fault switch
    {
        DatagramFault.TooManyFields => "too-many-fields",
        DatagramFault.BadField => "bad-field",
        DatagramFault.NoLevel => "no-level",
        DatagramFault.UnknownLevel => "unknown-level",
        _ => "not-netstr",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "listening on {Address}")]
        public static partial void Listening(ILogger logger, IPEndPoint address);

        [LoggerMessage(2, LogLevel.Warning, "{Address} is open to other machines: whoever reaches it can have messages sent; name a loopback address, or keep others out")]
        public static partial void Open(ILogger logger, IPEndPoint address);

        [LoggerMessage(3, LogLevel.Warning, "a datagram of {Octets} octets can't be used: {Why}; more within the second are only counted")]
        public static partial void Unusable(ILogger logger, int octets, string why);

        [LoggerMessage(4, LogLevel.Warning, "no route leads {Type} on; add one to [routes]")]
        public static partial void NoRoute(ILogger logger, string type);

        [LoggerMessage(5, LogLevel.Warning, "[{Section}] has {Most} rows of statistics (max_stat_items); what would be more is only counted until they are sent")]
        public static partial void Full(ILogger logger, string section, int most);
    }
}
