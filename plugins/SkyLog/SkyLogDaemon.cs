using System.Net;
using CC.Datagrams;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.SkyLog;

/// <summary>Receives the logs of programs that use skytools, and sends them on as messages of type <c>log.LEVEL</c>.</summary>
[Daemon("skylog")]
public sealed partial class SkyLogDaemon(SkyLogOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<SkyLogDaemon> logger) : IDaemon
{
    /// <summary>Skytools cuts texts at 1024 characters; some of them take six octets in JSON.</summary>
    private const int LongestDatagram = 8192;

    private readonly ICounter count = metrics.Counter("skylog.count");
    private readonly ICounter bytes = metrics.Counter("skylog.bytes");
    private readonly Telling faults = new(TimeSpan.FromSeconds(1), time);
    private readonly Telling unsent = new(TimeSpan.FromSeconds(30), time);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var receiver = await DatagramReceiver.BindAsync(
            options.ListenHost, options.ListenPort, LongestDatagram, options.QueueSize, CountLost, cancellationToken);
        Log.Listening(logger, receiver.Address);
        if (!IPAddress.IsLoopback(receiver.Address.Address))
        {
            Log.Open(logger, receiver.Address);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] working = [receiver.ReceiveAsync(ending.Token), ForwardAsync(receiver, ending.Token)];
        await Task.WhenAny(working);
        await ending.CancelAsync();
        await Task.WhenAll(working);
    }

    /// <summary>While the mailbox of who takes the lines is full this waits, and further datagrams wait behind.</summary>
    private async Task ForwardAsync(DatagramReceiver receiver, CancellationToken cancellationToken)
    {
        await foreach (var datagram in receiver.Arrived.ReadAllAsync(cancellationToken))
        {
            count.Add(1);
            bytes.Add(datagram.Length);
            var fault = SkyLogDatagram.TryRead(datagram.Span, time, out var line);
            if (line is null)
            {
                CountFault(NameOf(fault), datagram.Length);
            }
            else if (!await messages.PublishAsync(line, BodiesJson.Default.LogRecord, cancellationToken) && unsent.MayTell())
            {
                Log.NoRoute(logger, line.Req);
            }
        }
    }

    private void CountLost(DatagramLoss loss, int length) => CountFault(loss == DatagramLoss.TooLong ? "too-long" : "queue-full", length);

    private void CountFault(string fault, int length)
    {
        metrics.Counter($"skylog.lost.{fault}").Add(1);
        metrics.CountDropped(fault == "queue-full" ? "datagram-queue-full" : "bad-datagram", 1, length);
        if (options.LogParsingErrors && faults.MayTell())
        {
            Log.Unusable(logger, length, fault);
        }
    }

    private static string NameOf(DatagramFault fault) => fault switch
    {
        DatagramFault.MissingField => "missing-field",
        DatagramFault.UnknownLevel => "unknown-level",
        _ => "not-json",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "listening on {Address}")]
        public static partial void Listening(ILogger logger, IPEndPoint address);

        [LoggerMessage(2, LogLevel.Warning, "{Address} is open to other machines: whoever reaches it can write into the log; name a loopback address, or keep others out")]
        public static partial void Open(ILogger logger, IPEndPoint address);

        [LoggerMessage(3, LogLevel.Warning, "a datagram of {Octets} octets can't be used: {Why}; more within the second are only counted")]
        public static partial void Unusable(ILogger logger, int octets, string why);

        [LoggerMessage(4, LogLevel.Warning, "no route leads {Type} on; add one to [routes]")]
        public static partial void NoRoute(ILogger logger, string type);
    }
}
