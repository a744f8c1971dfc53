using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoSender;

/// <summary>
/// Brings files to the receiver: sends those that have been left alone for a while, as many as may be on their way, and again what is not acknowledged. All state belongs
/// to the one loop that runs it; answers reach it through a queue.
/// </summary>
internal sealed partial class Courier : IDisposable
{
    private const int DoesNotFollow = 1;
    private const int RefusedName = 3;

    /// <summary>However many changes the system tells of, the folder is looked at no more often.</summary>
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it is looked who asks for the list of the files, while sending waits for room.</summary>
    private static readonly TimeSpan AnswerPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PauseWithoutRoute = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseUnreadable = TimeSpan.FromSeconds(5);

    private readonly InfoSenderOptions options;
    private readonly InfoFolder folder;
    private readonly Sender sender;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FileBook book;
    private readonly ParcelList parcels;
    private readonly ConcurrentQueue<InfoFileAck> answers = new();
    private readonly ICounter changes;
    private readonly ICounter acknowledged;
    private readonly ICounter resent;
    private readonly ICounter refused;
    private readonly ICounter tooLong;
    private readonly long epoch;
    private Receiver receiver;
    private TimeSpan lookedAt;
    private Queue<TrackedFile> due = new();
    private TimeSpan nextDue;
    private bool mustCount = true;
    private bool mustLook = true;
    private TimeSpan askAt = TimeSpan.MaxValue;
    private int asks;
    private bool hasAnswered;
    private bool isSilent;
    private bool hasRoute = true;
    private string failureTold = "";

    public Courier(InfoSenderOptions options, InfoFolder folder, SavedState saved, Sender sender, IMetrics metrics, TimeProvider time, ILogger logger)
    {
        this.options = options;
        this.folder = folder;
        this.sender = sender;
        this.time = time;
        this.logger = logger;
        epoch = time.GetTimestamp();
        lookedAt = -LookPause;
        receiver = options.Ack ? saved.Receiver == Receiver.Unasked ? Receiver.Unknown : saved.Receiver : Receiver.Unasked;
        book = new FileBook(options.SettleTime, options.MaintPeriod);
        book.Restore(saved.Files);
        parcels = new ParcelList(options.AckFiles, options.AckWindow.Octets, options.PieceBytes.Octets);
        changes = metrics.Counter("infosender.changes");
        askAt = receiver == Receiver.Mute ? Patience.BeforeAsking(options.AckTimeout, asks) : TimeSpan.MaxValue;
        acknowledged = metrics.Counter("infosender.acknowledged");
        resent = metrics.Counter("infosender.resent");
        refused = metrics.Counter("infosender.refused");
        tooLong = metrics.Counter("infosender.too-long");
    }

    /// <summary>Whether there is something that is not saved yet.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Called at each step with what makes the list of the files, for whoever wants it.</summary>
    public Action<Func<IReadOnlyList<CarriedFile>>>? Meanwhile { get; init; }

    private TimeSpan Now => time.GetElapsedTime(epoch);

    /// <summary>Whether files are sent without waiting for answers.</summary>
    private bool IsPlain => receiver is Receiver.Mute or Receiver.Unasked;

    /// <summary>Takes an answer, from any thread.</summary>
    public void Answer(InfoFileAck ack) => answers.Enqueue(ack);

    /// <summary>What is to be saved.</summary>
    public SavedState TakeState()
    {
        HasMoved = false;
        return new SavedState([.. book.All.Where(file => file.Stored is not null).Select(file => SavedFile.Of(file.Path, file.Stored!.Value))], receiver);
    }

    /// <summary>Does the next thing that can be done, and returns how long nothing needs doing unless something happens.</summary>
    /// <param name="change">What has happened to files since the last step.</param>
    /// <param name="cancellationToken">Cancelled to stop.</param>
    public async Task<TimeSpan> StepAsync(FolderChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        mustLook |= change != FolderChange.None;
        Meanwhile?.Invoke(Files);
        TakeAnswers();
        Look();
        GiveUpWaiting();
        var next = Fill();
        if (parcels.Next(hasAnswered) is { } parcel)
        {
            return await SendAsync(parcel, cancellationToken) ? TimeSpan.Zero : PauseWithoutRoute;
        }

        await AskAsync(cancellationToken);
        var look = lookedAt + (mustLook ? LookPause : options.PollPeriod);
        var until = new[] { next, look, parcels.Deadline(options.AckTimeout), askAt }.Min();
        return until > Now ? until - Now : TimeSpan.Zero;
    }

    public void Dispose() => parcels.Dispose();

    private CarriedFile[] Files() =>
        [.. book.All.Where(file => file.GoneSince is null && file.Seen is not null).Select(file => file.Describe(parcels.Find(file), receiver, options.MaxWhole.Octets))];

    private void Look()
    {
        if (Now < lookedAt + (mustLook ? LookPause : options.PollPeriod))
        {
            return;
        }

        mustLook = false;
        mustCount = true;
        lookedAt = Now;
        try
        {
            changes.Add(book.Look(folder.List(), Now));
            parcels.DropOutdated();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TellFailure(failure);
        }
    }

    /// <summary>Begins with files that are due, as long as there may be more on their way; returns when the next one is.</summary>
    private TimeSpan Fill()
    {
        if (due.Count == 0 && (mustCount || Now >= nextDue))
        {
            mustCount = false;
            (due, nextDue) = book.Due(Now);
        }

        while (parcels.HasRoom && due.TryDequeue(out var file))
        {
            if (file.IsToBeSent && file.DueAt(options.SettleTime) <= Now && parcels.Find(file) is null)
            {
                var version = file.Seen!.Value;
                parcels.Add(new Parcel(file, version, !IsPlain && version.Size > options.PieceBytes.Octets));
            }
        }

        return due.Count > 0 ? TimeSpan.MaxValue : nextDue;
    }

    private void TakeAnswers()
    {
        while (answers.TryDequeue(out var ack))
        {
            if (book.Find(ack.Filename) is { Seen: { } version } file && (version.Gen == ack.Gen || ack.Gen == Sender.Question))
            {
                NoteAnswer();
                if (ack.Gen != Sender.Question)
                {
                    Take(file, version, ack);
                }
            }
        }
    }

    private void Take(TrackedFile file, FileVersion version, InfoFileAck ack)
    {
        var parcel = parcels.Find(file);
        if (ack.Gap == RefusedName)
        {
            if (file.Refused != version)
            {
                file.Refused = version;
                refused.Add(1);
                Log.Refused(logger, JsonEncodedText.Encode(file.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
            }
        }
        else if (ack.Done != 0)
        {
            HasMoved = true;
            acknowledged.Add(file.Stored == version ? 0 : 1);
            file.Stored = version;
        }
        else
        {
            parcel?.Take(ack.Fpos, ack.Gap == DoesNotFollow, Now);
            return;
        }

        if (parcel is not null)
        {
            parcels.Remove(parcel);
        }
    }

    /// <summary>The receiver answers; what was sent meanwhile in vain need not be waited for any longer.</summary>
    private void NoteAnswer()
    {
        hasAnswered = true;
        if (receiver != Receiver.Acknowledges)
        {
            receiver = Receiver.Acknowledges;
            askAt = TimeSpan.MaxValue;
            HasMoved = true;
            book.Reconsider();
            mustCount = true;
            Log.Acknowledges(logger);
        }

        if (isSilent)
        {
            isSilent = false;
            Log.AnswersAgain(logger);
            foreach (var parcel in parcels.All.Where(parcel => parcel.Tries > 0))
            {
                parcel.Rewind();
            }
        }
    }

    private void GiveUpWaiting()
    {
        foreach (var parcel in parcels.Overdue(options.AckTimeout, Now))
        {
            if (!isSilent)
            {
                isSilent = true;
                Log.Silent(logger, options.AckTimeout.TotalSeconds);
            }

            parcel.GiveUpWaiting();
            receiver = Patience.Judge(receiver, parcel.Tries);
        }

        if (receiver == Receiver.Mute && parcels.All.Any(parcel => parcel.Tries > 0))
        {
            BecomePlain();
        }
    }

    /// <summary>The receiver may be one that can't answer: what it was sent whole, it may have; what is long, it needs in one message.</summary>
    private void BecomePlain()
    {
        Log.Mute(logger);
        isSilent = false;
        HasMoved = true;
        askAt = Now + Patience.BeforeAsking(options.AckTimeout, asks);
        foreach (var parcel in parcels.All.Where(parcel => !parcel.IsInPieces && parcel.Tries > 0))
        {
            parcel.File.Passed = parcel.Version;
        }

        parcels.Drop(parcel => parcel.IsInPieces || parcel.Tries > 0);
        mustCount = true;
    }

    /// <summary>Sends what comes next of a file; false if no route leads anywhere.</summary>
    private async Task<bool> SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        if (IsPlain && parcel.Version.Size > options.MaxWhole.Octets)
        {
            tooLong.Add(1);
            Log.TooLong(logger, parcel.File.Path, parcel.Version.Size, options.MaxWhole);
            Pass(parcel);
            return true;
        }

        if (!TryRead(parcel, out var content, out var hash))
        {
            mustCount = true;
            parcels.Remove(parcel);
            return true;
        }

        var isRouted = parcel.IsInPieces
            ? await WhileAnsweringAsync(sender.SendPieceAsync(parcel, content, hash, cancellationToken), cancellationToken)
            : await WhileAnsweringAsync(sender.SendWholeAsync(parcel, content, cancellationToken), cancellationToken);
        if (isRouted)
        {
            resent.Add(parcel.Tries > 0 ? 1 : 0);
            parcel.MoveSent(content.Length, Now);
            if (IsPlain)
            {
                Pass(parcel);
            }
        }
        else if (hasRoute)
        {
            Log.NoRoute(logger, options.MessageType);
        }

        hasRoute = isRouted;
        return isRouted;
    }

    /// <summary>A receiver that is taken for mute may only have been away: it is asked now and then, by the smallest file that it was sent.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        if (Now < askAt)
        {
            return;
        }

        asks++;
        askAt = Now + Patience.BeforeAsking(options.AckTimeout, asks);
        var sent = book.All.Where(file => file.GoneSince is null && file.Passed is not null && file.Passed == file.Seen && file.Passed.Value.Size <= options.MaxWhole.Octets);
        if (sent.MinBy(file => file.Passed!.Value.Size) is { } smallest)
        {
            using var parcel = new Parcel(smallest, smallest.Passed!.Value, inPieces: false);
            if (TryRead(parcel, out var content, out _))
            {
                await WhileAnsweringAsync(sender.AskAsync(parcel, content, cancellationToken), cancellationToken);
            }
        }
    }

    /// <summary>Waits until something is sent. One who takes nothing, whom nobody may be waiting for, must not keep those waiting who ask how far the files are.</summary>
    private async ValueTask<bool> WhileAnsweringAsync(ValueTask<bool> sending, CancellationToken cancellationToken)
    {
        if (sending.IsCompleted)
        {
            return await sending;
        }

        var task = sending.AsTask();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (await Task.WhenAny(task, Task.Delay(AnswerPause, time, enough.Token)) != task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Meanwhile?.Invoke(Files);
        }

        await enough.CancelAsync();
        return await task;
    }

    /// <summary>Has done with it what can be done.</summary>
    private void Pass(Parcel parcel)
    {
        parcel.File.Passed = parcel.Version;
        parcels.Remove(parcel);
    }

    /// <summary>Reads what comes next; false if the file is not what it was, or can't be read now.</summary>
    private bool TryRead(Parcel parcel, out ReadOnlyMemory<byte> content, out string? hash)
    {
        (content, hash) = (default, null);
        try
        {
            if (parcel.Open() is not { } reading || !reading.TryRead(parcel.Sent, parcel.NextLength(options.PieceBytes.Octets), out content))
            {
                mustLook = true;
                parcel.File.RetryAt = Now + options.SettleTime;
                return false;
            }

            failureTold = "";
            hash = parcel.Sent + content.Length == parcel.Version.Size ? reading.HashOfAll() : null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            parcel.File.RetryAt = Now + PauseUnreadable;
            TellFailure(failure);
            return false;
        }
    }

    private void TellFailure(Exception failure)
    {
        if (failureTold != failure.Message)
        {
            failureTold = failure.Message;
            Log.Unreadable(logger, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "the receiver acknowledges")]
        public static partial void Acknowledges(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "no acknowledgement for {Seconds} s; what is not acknowledged is sent again until one comes")]
        public static partial void Silent(ILogger logger, double seconds);

        [LoggerMessage(3, LogLevel.Information, "the receiver answers again")]
        public static partial void AnswersAgain(ILogger logger);

        [LoggerMessage(4, LogLevel.Warning, "the receiver has never answered; it may be one that can't, so files are sent once, and what gets lost on the way is lost")]
        public static partial void Mute(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "no route for {Type}; nothing is sent until there is one")]
        public static partial void NoRoute(ILogger logger, string type);

        [LoggerMessage(6, LogLevel.Error, "the receiver stores no file of the name {Name}, which is not valid there or too long; it is not sent until it changes")]
        public static partial void Refused(ILogger logger, JsonEncodedText name);

        [LoggerMessage(7, LogLevel.Error, "{Path} has {Octets} octets, and is not sent: a receiver that does not acknowledge takes files in one message, and max-whole is {Limit}")]
        public static partial void TooLong(ILogger logger, string path, long octets, Sdk.Options.ByteSize limit);

        [LoggerMessage(8, LogLevel.Warning, "{Why}; tried again until it can be read")]
        public static partial void Unreadable(ILogger logger, string why);
    }
}
