using CC.Sdk;

namespace CC.Plugins.InfoSender;

/// <summary>What is known of a file. Belongs to the loop that sends.</summary>
internal sealed class TrackedFile(string path)
{
    public string Path => path;

    /// <summary>Its name as messages carry it.</summary>
    public string Name { get; } = path.Replace('\\', '/');

    /// <summary>What it was when it was last looked at; null before that.</summary>
    public FileVersion? Seen { get; private set; }

    /// <summary>Since when it has been that.</summary>
    public TimeSpan SeenAt { get; private set; }

    /// <summary>Since when it has not been there; null while it is.</summary>
    public TimeSpan? GoneSince { get; private set; }

    /// <summary>What the receiver has acknowledged.</summary>
    public FileVersion? Stored { get; set; }

    /// <summary>What was sent to a receiver that does not acknowledge, or is too long for it.</summary>
    public FileVersion? Passed { get; set; }

    /// <summary>What the receiver will never store.</summary>
    public FileVersion? Refused { get; set; }

    /// <summary>When to try again to read it.</summary>
    public TimeSpan RetryAt { get; set; }

    /// <summary>Whether there is something to send of it once it has been left alone for long enough.</summary>
    public bool IsToBeSent => GoneSince is null && Seen is { } seen && seen != Stored && seen != Passed && seen != Refused;

    /// <summary>Takes note of what it is; returns whether that is something else than before.</summary>
    public bool See(FileVersion version, TimeSpan now)
    {
        GoneSince = null;
        if (Seen == version)
        {
            return false;
        }

        Seen = version;
        SeenAt = now;
        return true;
    }

    /// <summary>Takes note that it is not there.</summary>
    public void Miss(TimeSpan now) => GoneSince ??= now;

    /// <summary>When it may be sent.</summary>
    public TimeSpan DueAt(TimeSpan settleTime)
    {
        var settled = SeenAt + settleTime;
        return settled > RetryAt ? settled : RetryAt;
    }

    /// <summary>Tells how far what it is now has come. Of a long file nothing is at the receiver for good before all is.</summary>
    /// <param name="parcel">It, if it is on its way.</param>
    /// <param name="receiver">What is known of the receiver.</param>
    /// <param name="maxWhole">The most octets that go to one that does not acknowledge.</param>
    public CarriedFile Describe(Parcel? parcel, Receiver receiver, long maxWhole)
    {
        var version = Seen!.Value;
        var isSent = Passed == version && version.Size <= maxWhole;
        return new CarriedFile
        {
            Name = new CarriedFileName("", Name, 0, 0, version.Gen),
            Path = path,
            Acknowledged = Stored == version || (isSent && receiver == Receiver.Unasked) ? version.Size : 0,
            Size = version.Size,
            InFlight = IsToBeSent && parcel is { IsOut: true } ? parcel.Sent : 0,
            State = Stored == version ? "done"
                : Refused == version ? "refused"
                : isSent ? "sent"
                : Passed == version ? "too-long"
                : parcel is { IsOut: true } ? "sending"
                : "waiting",
        };
    }
}
