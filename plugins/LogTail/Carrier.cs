using System.Collections.Concurrent;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>
/// Carries the log files to the receiver: finds what is new, sends as much as may be on its way, takes acknowledgements, and goes
/// back when they fail to come. All state belongs to the one loop that runs it; answers reach it through a queue.
/// </summary>
internal sealed partial class Carrier : IDisposable
{
    /// <summary>A file that has a successor is looked at this much longer before it counts as whole; its writer may still be at it.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PauseWithoutRoute = TimeSpan.FromSeconds(1);

    /// <summary>While a send waits for room, files may be renamed; this often they are looked for.</summary>
    private static readonly TimeSpan LookWhileWaiting = TimeSpan.FromMilliseconds(250);

    private readonly LogTailOptions options;
    private readonly LogFolder folder;
    private readonly Sender sender;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ConcurrentQueue<FragmentAck> answers = new();
    private readonly FlowList flows;
    private readonly byte[] buffer;
    private readonly long epoch;
    private FlowWindow window;
    private TimeSpan? endSeen;
    private TimeSpan? partSeen;
    private bool hasRoute = true;

    public Carrier(LogTailOptions options, LogFolder folder, FlowList flows, bool receiverIsMute, Sender sender, IMetrics metrics, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.folder = folder;
        this.flows = flows;
        this.sender = sender;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        buffer = new byte[options.FragmentSize];
        epoch = time.GetTimestamp();
        window = new FlowWindow(options.AckTimeout, options.AckWindow.Octets)
        {
            Receiver = receiverIsMute || !options.Ack ? Receiver.Mute : Receiver.Unknown,
        };
    }

    /// <summary>Whether there is a position that is not saved yet.</summary>
    public bool HasMoved { get; private set; } = true;

    private TimeSpan Now => time.GetElapsedTime(epoch);

    private bool IsMute => window.Receiver == Receiver.Mute;

    /// <summary>Takes an answer, from any thread.</summary>
    public void Answer(FragmentAck ack) => answers.Enqueue(ack);

    /// <summary>The position to save.</summary>
    public SavedPosition TakePosition()
    {
        HasMoved = false;
        return flows.Save(IsMute);
    }

    /// <summary>Does what can be done now, and returns how long nothing needs doing unless something happens.</summary>
    public async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TakeAnswers();
            FindFiles();
            var (action, until) = window.Decide(flows.OnItsWay, Now);
            var flow = flows.NextToSend;
            if (action == FlowAction.Rewind)
            {
                Rewind();
            }
            else if (action == FlowAction.Wait || flow is null)
            {
                return TimeLeft(until);
            }
            else if (await SendAsync(flow, cancellationToken) is { } pause)
            {
                return pause < TimeLeft(until) ? pause : TimeLeft(until);
            }
        }
    }

    public void Dispose() => flows.Dispose();

    private TimeSpan TimeLeft(TimeSpan until) =>
        until == TimeSpan.MaxValue ? until : until > Now ? until - Now : TimeSpan.Zero;

    private void TakeAnswers()
    {
        while (answers.TryDequeue(out var ack))
        {
            if (!flows.Take(ack))
            {
                continue;
            }

            HasMoved = true;
            if (window.Receiver != Receiver.Acknowledges)
            {
                Log.Acknowledges(logger);
            }

            window = window.Answered(Now);
        }
    }

    private void FindFiles()
    {
        if (flows.Last is not { } last)
        {
            if (folder.Newest() is { } name && TailedFile.Open(name) is { } first)
            {
                Add(Flow.Begin(name, first, start: 0));
            }

            return;
        }

        if (last.End is null && folder.OpenNext(last, isReadWhole: false) is { } next)
        {
            Add(Flow.Begin(next.Name, next.File, start: 0));
        }
    }

    private void Add(Flow flow)
    {
        flows.Add(flow);
        metrics.Counter("tailed_files").Add(1);
        Log.Follows(logger, flow.Name);
        HasMoved = true;
    }

    /// <summary>Sends one fragment of a flow, or finds out that there is none; returns how long to wait for more, or null to go on at once.</summary>
    private async Task<TimeSpan?> SendAsync(Flow flow, CancellationToken cancellationToken)
    {
        if (!flows.TryOpen(flow, folder))
        {
            metrics.Counter("tailed_lost_bytes").Add((flow.End ?? flow.Sent) - flow.Acked);
            Log.Gone(logger, flow.Name, flow.Acked);
            return null;
        }

        if (flow.End is null && flow.WasCutShort)
        {
            FollowCut(flow);
            return null;
        }

        var read = flow.Read(buffer);
        if (read == 0)
        {
            return ReachEnd(flow);
        }

        endSeen = null;
        var length = Fragment.Length(buffer.AsSpan(0, read), read < buffer.Length, options.FileMode == FileMode.Text, options.BufferLines);
        if (options.Codec != Codec.None && length < buffer.Length && flow == flows.Last)
        {
            partSeen ??= Now;
            var rest = partSeen.Value + options.BufferDelay - Now;
            if (rest > TimeSpan.Zero)
            {
                return rest;
            }
        }

        partSeen = null;
        return await SendAsync(flow, buffer.AsMemory(0, length), cancellationToken) ? null : PauseWithoutRoute;
    }

    private async Task<bool> SendAsync(Flow flow, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (flows.OnItsWay == 0)
        {
            window = window.Started(Now);
        }

        var sending = sender.SendAsync(flow, content, cancellationToken).AsTask();
        while (await Task.WhenAny(sending, Task.Delay(LookWhileWaiting, time, cancellationToken)) != sending)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FindFiles();
        }

        var routed = await sending;
        if (routed)
        {
            flow.MoveSent(flow.Sent + content.Length);
            flow.MoveAcked(options.Ack ? flow.Acked : flow.Sent);
            HasMoved |= IsMute;
            flows.Tidy(IsMute);
        }
        else if (hasRoute)
        {
            Log.NoRoute(logger, options.MessageType);
        }

        hasRoute = routed;
        return routed;
    }

    /// <summary>All that is in the file now is sent.</summary>
    private TimeSpan? ReachEnd(Flow flow)
    {
        if (flow == flows.Last)
        {
            if (folder.OpenNext(flow, isReadWhole: true) is not { } next)
            {
                return TimeSpan.MaxValue;
            }

            Add(Flow.Begin(next.Name, next.File, start: 0));
        }

        endSeen ??= Now;
        var rest = endSeen.Value + LastLook - Now;
        if (rest > TimeSpan.Zero && flow.End is null)
        {
            return rest;
        }

        endSeen = null;
        flow.End = flow.Sent;
        flows.Tidy(IsMute);
        return null;
    }

    /// <summary>The file was cut short. What was not sent of it may live on in a copy; what is in it now is a content of its own.</summary>
    private void FollowCut(Flow flow)
    {
        var again = Flow.BeginAgain(flow);
        if (folder.OpenCopy(flow.Name, flow.Sent, flow.BeforeSent) is { } copy)
        {
            flow.Use(copy);
            flow.End = copy.Length;
        }
        else
        {
            Log.CutShort(logger, flow.Name, flow.Sent);
            flows.Remove(flow);
        }

        if (again is not null)
        {
            Add(again);
        }
    }

    private void Rewind()
    {
        metrics.Counter("tailed_resent_bytes").Add(flows.OnItsWay);
        Log.Silence(logger, flows.OnItsWay);
        flows.Rewind();
        window = window.Rewound(Now);
        if (IsMute)
        {
            Log.Mute(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "following {Name}")]
        public static partial void Follows(ILogger logger, string name);

        [LoggerMessage(2, LogLevel.Information, "the receiver acknowledges what it has stored")]
        public static partial void Acknowledges(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "the receiver has never answered; going on without acknowledgements until it does")]
        public static partial void Mute(ILogger logger);

        [LoggerMessage(4, LogLevel.Debug, "no acknowledgement in time; sending {Octets} octets again")]
        public static partial void Silence(ILogger logger, long octets);

        [LoggerMessage(5, LogLevel.Warning, "{Name} is gone; what was in it from {Position} on is not carried")]
        public static partial void Gone(ILogger logger, string name, long position);

        [LoggerMessage(6, LogLevel.Warning, "{Name} was cut short before {Position}, and no copy of it is there; what was appended last may be lost")]
        public static partial void CutShort(ILogger logger, string name, long position);

        [LoggerMessage(7, LogLevel.Warning, "no route for {Type}: nothing is carried until there is one")]
        public static partial void NoRoute(ILogger logger, string type);
    }
}
