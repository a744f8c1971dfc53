namespace CC.Plugins.InfoSender;

/// <summary>A file on its way to the receiver. Belongs to the loop that sends.</summary>
internal sealed class Parcel(TrackedFile file, FileVersion version, bool inPieces) : IDisposable
{
    private FileReading? reading;
    private long? wentBackTo;

    public TrackedFile File => file;

    public FileVersion Version => version;

    /// <summary>Whether it is long, and goes in pieces.</summary>
    public bool IsInPieces => inPieces;

    /// <summary>How far it was sent.</summary>
    public long Sent { get; private set; }

    /// <summary>How far the receiver has it; of that nothing is known to be stored for good.</summary>
    public long Acked { get; private set; }

    /// <summary>Whether an answer is waited for.</summary>
    public bool IsOut { get; private set; }

    /// <summary>When something was last sent, or the receiver last wanted more.</summary>
    public TimeSpan SentAt { get; private set; }

    /// <summary>How often it was waited in vain.</summary>
    public int Tries { get; private set; }

    public long OnItsWay => Sent - Acked;

    /// <summary>Whether there is something of it to send now.</summary>
    /// <param name="mayRun">Whether the receiver is known to take pieces, so that more than one may be out.</param>
    public bool HasMore(bool mayRun) => inPieces ? (!IsOut || mayRun) && (Sent < version.Size || !IsOut) : !IsOut;

    /// <summary>Octets that go next.</summary>
    public int NextLength(long pieceSize) => (int)(inPieces ? Math.Min(pieceSize, version.Size - Sent) : version.Size);

    /// <summary>The reading of it; null if it is not the same any more.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public FileReading? Open() => reading ??= FileReading.TryOpen(file.Path, version);

    /// <summary>So much more was sent.</summary>
    public void MoveSent(int length, TimeSpan now)
    {
        Sent = inPieces ? Sent + length : version.Size;
        SentAt = IsOut && inPieces ? SentAt : now;
        IsOut = true;
        if (!inPieces)
        {
            Close(); // Many of them may be out.
        }
    }

    /// <summary>It was waited in vain.</summary>
    public void GiveUpWaiting()
    {
        Tries++;
        Rewind();
    }

    /// <summary>Has it sent again from what the receiver has; at least its end, without which there is no answer.</summary>
    public void Rewind()
    {
        Acked = inPieces ? Math.Min(Acked, Math.Max(0, version.Size - 1)) : 0;
        Sent = Acked;
        IsOut = false;
        wentBackTo = null;
    }

    /// <summary>The receiver wants the piece at an offset next.</summary>
    /// <param name="next">The offset.</param>
    /// <param name="mustGoBack">Whether it does not follow what it has got. It says so of each piece that was on its way; once is enough.</param>
    /// <param name="now">The time.</param>
    public void Take(long next, bool mustGoBack, TimeSpan now)
    {
        if (!inPieces || next < 0 || next > version.Size || (mustGoBack ? wentBackTo == next : next <= Acked))
        {
            return;
        }

        Acked = next;
        Sent = mustGoBack ? next : Math.Max(Sent, next);
        wentBackTo = mustGoBack ? next : null;
        Tries = mustGoBack ? Tries : 0;
        SentAt = now;
        IsOut = Sent > next || next == version.Size;
    }

    public void Dispose() => Close();

    private void Close()
    {
        reading?.Dispose();
        reading = null;
    }
}
