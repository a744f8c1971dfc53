using CC.Files;
using CC.Sdk;

namespace CC.Plugins.LogTail;

/// <summary>One content of one file on its way to the receiver: what is sent, and what is acknowledged.</summary>
/// <param name="name">The path that the content is sent under.</param>
/// <param name="identity">The file that it is sent as a part of.</param>
/// <param name="generation">Which of the file's contents it is.</param>
/// <param name="begun">When it began: the file's birth, or when its being cut short was noticed; in units of 100 ns since 1970.</param>
/// <param name="start">The place at which sending it begins.</param>
/// <param name="file">The file to read it from.</param>
internal sealed class Flow(string name, FileIdentity identity, Generation generation, long begun, Mark start, TailedFile? file) : IDisposable
{
    public string Name => name;

    public FileIdentity Identity => identity;

    public Generation Generation { get; private set; } = generation;

    public long Begun => begun;

    /// <summary>The offset at which sending it began.</summary>
    public long Start { get; private set; } = start.Offset;

    /// <summary>The place up to which it is sent.</summary>
    public Mark Sent { get; private set; } = start;

    /// <summary>The offset up to which the receiver has it for good.</summary>
    public long Acked { get; private set; } = start.Offset;

    /// <summary>A place near its start, by which it is known again as long as nothing of it is sent.</summary>
    public Mark Head { get; private set; } = Mark.Beginning;

    /// <summary>Where it ends, as far as is known; null while more may come.</summary>
    public long? End { get; private set; }

    /// <summary>When <see cref="End"/> was found out, on the carrier's clock.</summary>
    public TimeSpan EndedAt { get; private set; }

    /// <summary>The file to read from; null while it is closed, or when it is gone.</summary>
    public TailedFile? File { get; private set; } = file;

    /// <summary>The file that has the content: the one that it was written to, or a copy.</summary>
    public FileIdentity Holder { get; private set; } = file?.Identity ?? identity;

    /// <summary>Whether there is nowhere to read it from any more, or no reason to.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether it is read from a copy, to which nothing comes any more.</summary>
    public bool IsCopy => Holder != identity;

    /// <summary>Whether the receiver may have more of it than is known, so that it is sent a little first, to hear.</summary>
    public bool IsUnsure { get; set; }

    public long OnItsWay => Sent.Offset - Acked;

    public bool IsSentWhole => Sent.Offset >= End;

    public bool IsDone => Acked >= End;

    /// <summary>The most that the receiver can have of it.</summary>
    public long Extent => End ?? Math.Max(Sent.Offset, File?.Length ?? 0);

    /// <summary>Whether all that is there now is sent.</summary>
    public bool IsSentSoFar => Sent.Offset >= (End ?? File?.Length ?? 0);

    /// <summary>Whether nothing is known of what is in it.</summary>
    public bool IsBlank => Sent.Offset == 0 && Head.Offset == 0;

    /// <summary>Whether the file no longer has in it what it had.</summary>
    public bool WasCut => File is not null && !(File.Has(Sent) && File.Has(Head));

    /// <summary>Whether something was appended after its end seemed to have come.</summary>
    public bool HasGrown => End is { } end && !IsCopy && File is not null && File.Length > end;

    /// <summary>A flow of a file's first content.</summary>
    public static Flow Begin(string name, TailedFile file, bool atEnd = false) =>
        new(name, file.Identity, Generation.First(file.Identity), file.Identity.Birth, atEnd ? file.MarkAt(file.Length) ?? Mark.Beginning : Mark.Beginning, file);

    /// <summary>What is in the file after it was cut short.</summary>
    public Flow AfterCut(long now, TailedFile? again) => new(name, identity, Generation.Next(), now, Mark.Beginning, again);

    /// <summary>Takes on what was saved of it; it is sent from where it was made to start.</summary>
    public void Restore(SavedFlow saved)
    {
        Start = saved.Start;
        Acked = saved.Acked;
        Head = saved.Head;
        End = saved.End;
        Holder = saved.Generation.Length == 0 ? Holder : saved.Holder;
    }

    /// <summary>Takes note of a place near the start, once there is one.</summary>
    public void NoteHead()
    {
        if (Head.Offset == 0 && File is { Length: > 0 } open)
        {
            Head = open.MarkAt(Math.Min(open.Length, Mark.MaxLength)) ?? Mark.Beginning;
        }
    }

    public void MoveSent(Mark place) => Sent = place;

    /// <summary>Takes what the receiver wants next. It may be ahead of what was sent, if the sender lost its position, or before where it began.</summary>
    public void MoveAcked(long offset)
    {
        IsUnsure = false;
        Acked = offset;
        Start = Math.Min(Start, offset);
        if (offset > Sent.Offset)
        {
            Sent = PlaceAt(offset);
        }
    }

    /// <summary>Has it sent again from what is acknowledged.</summary>
    public void Rewind() => Sent = Acked == Sent.Offset ? Sent : PlaceAt(Acked);

    /// <summary>What the file has is another content than was thought, of which the receiver may have something.</summary>
    public void Become(Generation other, long offset)
    {
        IsUnsure = false;
        Generation = other;
        Acked = offset;
        Start = Math.Min(Start, offset);
        Sent = PlaceAt(offset);
    }

    public void Finish(long end, TimeSpan now)
    {
        End = end;
        EndedAt = now;
    }

    /// <summary>The receiver has it whole, whatever is known of how far it was sent.</summary>
    public void Skip(TimeSpan now)
    {
        Finish(Math.Max(End ?? 0, Sent.Offset), now);
        MoveAcked(End!.Value);
    }

    /// <summary>More has come, or may come, after all.</summary>
    public void GoOn() => End = null;

    /// <summary>Reads from a file that was found again; false if it does not have what it had.</summary>
    public bool TryOpen(TailedFile? again)
    {
        Close();
        if (again is null || !(again.Has(Sent) && again.Has(Head)))
        {
            again?.Dispose();
            return false;
        }

        File = again;
        return true;
    }

    public void Close()
    {
        File?.Dispose();
        File = null;
    }

    /// <summary>Reads the rest from a copy from now on, and lets go of the file.</summary>
    public TailedFile? ReadFrom(TailedFile copy, TimeSpan now)
    {
        var before = File;
        File = copy;
        Holder = copy.Identity;
        Finish(copy.Length, now);
        return before;
    }

    /// <summary>Has nothing left to read, and lets go of the file.</summary>
    public TailedFile? Lose(TimeSpan now)
    {
        var before = File;
        File = null;
        IsGone = true;
        Finish(Sent.Offset, now);
        return before;
    }

    /// <summary>Leaves out what there is of it, since the receiver does not want it.</summary>
    public void GiveUp(TimeSpan now)
    {
        Finish(Extent, now);
        MoveAcked(End!.Value);
        Close();
        IsGone = true;
    }

    public CarriedFile Describe() => new()
    {
        Name = new CarriedFileName("", name.Replace('\\', '/'), identity.Device, identity.Inode, Generation.ToString()),
        Path = name,
        Begin = Start,
        Acknowledged = Acked,
        Size = Extent,
        InFlight = OnItsWay,
        State = IsDone ? "done" : OnItsWay > 0 ? "sending" : IsSentSoFar ? "waiting" : "reading",
    };

    public void Dispose() => Close();

    private Mark PlaceAt(long offset) => File?.MarkAt(offset) ?? new Mark(offset, "");
}
