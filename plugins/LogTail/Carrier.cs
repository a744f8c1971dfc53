using System.Collections.Concurrent;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>
/// Carries the contents of log files to the receiver: sends as much as may be on its way, takes acknowledgements, and goes back when
/// they fail to come. All state belongs to the one loop that runs it; answers reach it through a queue.
/// </summary>
internal sealed partial class Carrier : IDisposable
{
    /// <summary>What is sent to see whether the receiver answers again.</summary>
    private const int Little = 16 * 1024;

    /// <summary>A file that has a successor is looked at this much longer before it counts as whole; its writer may still be at it.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PauseWithoutRoute = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PauseUnreadable = TimeSpan.FromSeconds(5);

    /// <summary>While a send waits for room, files may be renamed; this often they are looked for.</summary>
    private static readonly TimeSpan LookWhileWaiting = TimeSpan.FromMilliseconds(250);

    /// <summary>So many contents have to be parked before it is worth a look which of their files are gone.</summary>
    private const int CheckParked = 1000;

    private readonly LogTailOptions options;
    private readonly LogFolder folder;
    private readonly FlowList flows;
    private readonly Lookout lookout;
    private readonly Refusal refusal;
    private readonly Sender sender;
    private readonly IMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ConcurrentQueue<FragmentAck> answers = new();
    private readonly ReadAhead ahead;
    private readonly long epoch;
    private FlowWindow window;
    private int checkParkedAt = CheckParked;
    private bool mustAsk;
    private TimeSpan? endSeen;
    private TimeSpan? partSeen;
    private bool hasRoute = true;
    private bool isReadable = true;

    public Carrier(LogTailOptions options, LogFolder folder, Departure departure, Sender sender, IMetrics metrics, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.folder = folder;
        this.sender = sender;
        this.metrics = metrics;
        this.time = time;
        this.logger = logger;
        flows = new FlowList(departure.Flows, departure.Receiver == Receiver.Mute && options.Ack);
        lookout = new Lookout(folder, flows, departure.Since, metrics, time, logger);
        refusal = new Refusal(flows, metrics, logger);
        ahead = new ReadAhead(options.FragmentSize);
        epoch = time.GetTimestamp();
        window = FlowWindow.For(options.Ack ? departure.Receiver : Receiver.Unasked, options.AckTimeout, options.AckWindow.Octets);
        mustAsk = departure.MustAsk && options.Ack;
        metrics.Counter("tailed_files").Add(departure.Flows.Count);
    }

    /// <summary>Whether there is a position that is not saved yet.</summary>
    public bool HasMoved { get; private set; } = true;

    /// <summary>Called at each step, and while one waits for room, with what tells of the files; must not wait.</summary>
    public Action<Func<IReadOnlyList<CarriedFile>>>? Meanwhile { get; init; }

    private TimeSpan Now => time.GetElapsedTime(epoch);

    private bool IsMute => window.Receiver == Receiver.Mute;

    /// <summary>Takes an answer, from any thread.</summary>
    public void Answer(FragmentAck ack) => answers.Enqueue(ack);

    /// <summary>The position to save.</summary>
    public SavedPosition TakePosition()
    {
        lookout.Look(FolderChange.None, mayWait: !IsMute, Now);
        HasMoved = false;
        return SavedPosition.Of(flows.Whole, window.Receiver) with { Since = lookout.Since };
    }

    /// <summary>The folders in which something may happen that matters.</summary>
    public IReadOnlyCollection<string> Folders() => lookout.Folders();

    /// <summary>Does the next thing that can be done, and returns how long nothing needs doing unless something happens.</summary>
    /// <param name="change">What has happened to files since the last step.</param>
    /// <param name="cancellationToken">Cancelled to stop.</param>
    public async Task<TimeSpan> StepAsync(FolderChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Meanwhile?.Invoke(Files);
        HasMoved |= lookout.Look(change, mayWait: !IsMute, Now);
        TakeAnswers();
        TellStrays();
        Tidy();
        var (action, until) = window.Decide(flows.OnItsWay, Now);
        switch (action)
        {
            case FlowAction.GoBack:
                GoBack();
                return TimeSpan.Zero;
            case FlowAction.Ask:
                await AskAsync(cancellationToken);
                return TimeSpan.Zero;
        }

        if (mustAsk && flows.Last is { } asked)
        {
            mustAsk = !await sender.AskAsync(asked, mayBegin: true, cancellationToken);
        }

        var rest = action == FlowAction.Wait ? TimeSpan.MaxValue : await SendNextAsync(action == FlowAction.SendLittle ? Little : ahead.Size, cancellationToken);
        return new[] { rest, Left(until), Left(lookout.RetryAt), Left(flows.TidyDue()) }.Min();
    }

    public void Dispose() => flows.Dispose();

    private CarriedFile[] Files() => [.. flows.Whole.Select(flow => flow.Describe())];

    private TimeSpan Left(TimeSpan until) =>
        until == TimeSpan.MaxValue ? until : until > Now ? until - Now : TimeSpan.Zero;

    private void TakeAnswers()
    {
        while (answers.TryDequeue(out var ack))
        {
            if (!(ack.Gap == Refusal.Gap ? refusal.Take(ack, Now) : flows.Take(ack, Now)))
            {
                continue;
            }

            HasMoved = true;
            if (window.MayHaveGaps)
            {
                flows.Rewind();
            }

            if (window.Receiver != Receiver.Acknowledges)
            {
                Log.Acknowledges(logger);
            }
            else if (window.Silences > 0)
            {
                Log.AnswersAgain(logger);
            }

            window = window.Answered(Now);
        }
    }

    private void TellStrays()
    {
        foreach (var stray in folder.TakeStrays())
        {
            Log.Stray(logger, stray);
        }
    }

    private void Tidy()
    {
        Forget(flows.Tidy(IsMute, Now));
        if (flows.Parked >= checkParkedAt)
        {
            Forget(flows.Forget(folder.Present()));
            checkParkedAt = Math.Max(CheckParked, flows.Parked * 2);
        }
    }

    /// <summary>They were sent, but whether they arrived will never be known.</summary>
    private void Forget(IReadOnlyList<Flow> forgotten)
    {
        if (forgotten.Count > 0)
        {
            var octets = forgotten.Sum(flow => flow.Extent - flow.Acked);
            metrics.Counter("tailed_forgotten_bytes").Add(octets);
            Log.Forgotten(logger, forgotten.Count, octets, forgotten[0].Name);
        }
    }

    private bool TryOpen(Flow flow) => flow.File is not null || (!flow.IsGone && flow.TryOpen(folder.OpenAgain(flow.Name, flow.Holder)));

    /// <summary>Sends one fragment, or finds out that there is none; returns how long to wait for more.</summary>
    private async Task<TimeSpan> SendNextAsync(int maxLength, CancellationToken cancellationToken)
    {
        if (flows.NextToSend(mayOvertake: IsMute) is not { } flow)
        {
            return TimeSpan.MaxValue;
        }

        if (flow.IsUnsure && !IsMute)
        {
            if (flow.OnItsWay > 0)
            {
                return TimeSpan.MaxValue;
            }

            maxLength = Math.Min(maxLength, Little);
        }

        ReadOnlyMemory<byte> content;
        try
        {
            if (!TryOpen(flow) || !ahead.TryRead(flow, out content))
            {
                Lose(flow);
                return TimeSpan.Zero;
            }

            isReadable = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TellUnreadable(flow, failure);
            return PauseUnreadable;
        }

        if (content.IsEmpty)
        {
            return ReachEnd(flow);
        }

        endSeen = null;
        var fragment = Fragment.Cut(content.Span, ahead.HasAll, maxLength, options.FileMode == FileMode.Text, options.BufferLines);
        if (options.Codec != Codec.None && !fragment.IsFull && flow == flows.Last)
        {
            partSeen ??= Now;
            if (Left(partSeen.Value + options.BufferDelay) is { Ticks: > 0 } rest)
            {
                return rest;
            }
        }

        partSeen = null;
        return await SendAsync(flow, content[..fragment.Length], cancellationToken) ? TimeSpan.Zero : PauseWithoutRoute;
    }

    private async Task<bool> SendAsync(Flow flow, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (flows.OnItsWay == 0)
        {
            window = window.Started(Now);
        }

        var isRouted = await WhileLookingAsync(sender.SendAsync(flow, content, !flows.HasPredecessor(flow), cancellationToken), cancellationToken);
        if (isRouted)
        {
            flow.MoveSent(ahead.Take(content.Length));
            if (!options.Ack)
            {
                flow.MoveAcked(flow.Sent.Offset);
            }

            HasMoved |= window.Receiver != Receiver.Acknowledges;
        }
        else if (hasRoute)
        {
            Log.NoRoute(logger, options.MessageType);
        }

        hasRoute = isRouted;
        return isRouted;
    }

    /// <summary>Waits until something is sent, and meanwhile does not lose sight of files that are renamed.</summary>
    private async ValueTask<bool> WhileLookingAsync(ValueTask<bool> sending, CancellationToken cancellationToken)
    {
        if (sending.IsCompleted)
        {
            return await sending;
        }

        var task = sending.AsTask();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (await Task.WhenAny(task, Task.Delay(LookWhileWaiting, time, enough.Token)) != task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lookout.Look(FolderChange.None, mayWait: true, Now);
            Meanwhile?.Invoke(Files);
        }

        await enough.CancelAsync();
        return await task;
    }

    /// <summary>All that is in the file now is sent.</summary>
    private TimeSpan ReachEnd(Flow flow)
    {
        if (flow == flows.Last)
        {
            return TimeSpan.MaxValue;
        }

        endSeen ??= Now;
        if (!IsOld(flow) && Left(endSeen.Value + LastLook) is { Ticks: > 0 } rest)
        {
            return rest;
        }

        endSeen = null;
        flow.Finish(flow.Sent.Offset, Now);
        HasMoved = true;
        return TimeSpan.Zero;
    }

    /// <summary>Whether nothing was written to it for long enough already; not if the time of that is none that has passed.</summary>
    private bool IsOld(Flow flow) => flow.File?.ChangedAt is { } changed && time.GetUtcNow() - changed >= LastLook;

    /// <summary>The rest of a content is not there any more. If it is the last one, the next look finds out what is there instead.</summary>
    private void Lose(Flow flow)
    {
        if (flow is { File: not null, End: null } && flow == flows.Last)
        {
            return;
        }

        metrics.Counter("tailed_lost_bytes").Add(flow.Extent - flow.Acked);
        Log.Gone(logger, flow.Name, flow.Acked);
        flow.Lose(Now)?.Dispose();
        flow.Skip(Now);
        HasMoved = true;
    }

    private void TellUnreadable(Flow flow, Exception failure)
    {
        if (isReadable)
        {
            isReadable = false;
            Log.Unreadable(logger, flow.Name, failure.Message);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var before = window.Receiver;
        window = window.Silent(Now);
        if (before != window.Receiver)
        {
            Log.Mute(logger);
        }

        if (flows.All.FirstOrDefault(flow => flow.OnItsWay > 0) is { } flow)
        {
            await sender.AskAsync(flow, !flows.HasPredecessor(flow), cancellationToken);
        }
    }

    private void GoBack()
    {
        metrics.Counter("tailed_resent_bytes").Add(flows.OnItsWay);
        if (window.Silences == 0)
        {
            Log.Silence(logger, window.Timeout.TotalSeconds, flows.OnItsWay);
        }

        flows.Rewind();
        endSeen = null;
        window = window.Silent(Now);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "the receiver acknowledges what it has stored")]
        public static partial void Acknowledges(ILogger logger);

        [LoggerMessage(2, LogLevel.Information, "the receiver answers again")]
        public static partial void AnswersAgain(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "the receiver has never answered; going on without acknowledgements until it does")]
        public static partial void Mute(ILogger logger);

        [LoggerMessage(4, LogLevel.Warning, "no acknowledgement for {Seconds} s; {Octets} octets wait, and are sent again when the receiver answers")]
        public static partial void Silence(ILogger logger, double seconds, long octets);

        [LoggerMessage(5, LogLevel.Warning, "{Name} is gone; what was in it from {Position} on is not carried")]
        public static partial void Gone(ILogger logger, string name, long position);

        [LoggerMessage(6, LogLevel.Warning, "no route for {Type}: nothing is carried until there is one")]
        public static partial void NoRoute(ILogger logger, string type);

        [LoggerMessage(7, LogLevel.Warning, "{Name} can't be read: {Why}; tried again until it can")]
        public static partial void Unreadable(ILogger logger, string name, string why);

        [LoggerMessage(8, LogLevel.Warning, "{Count} files, the oldest of them {Name}, are gone or too many to be kept for a receiver that does not answer; what was sent of them without an acknowledgement, {Octets} octets, is not sent again")]
        public static partial void Forgotten(ILogger logger, int count, long octets, string name);

        [LoggerMessage(9, LogLevel.Warning, "{Path} is passed over: it is no file, a link that leads nowhere, or its name is not UTF-8")]
        public static partial void Stray(ILogger logger, string path);
    }
}
