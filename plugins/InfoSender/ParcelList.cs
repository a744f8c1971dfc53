namespace CC.Plugins.InfoSender;

/// <summary>The files on their way, in the order in which they were begun with. Belongs to the loop that sends.</summary>
internal sealed class ParcelList(int maxFiles, long maxOctets, long pieceSize) : IDisposable
{
    private readonly List<Parcel> parcels = [];

    public IReadOnlyList<Parcel> All => parcels;

    public bool HasRoom => parcels.Count < maxFiles;

    public Parcel? Find(TrackedFile file) => parcels.Find(parcel => parcel.File == file);

    public void Add(Parcel parcel) => parcels.Add(parcel);

    public void Remove(Parcel parcel)
    {
        parcels.Remove(parcel);
        parcel.Dispose();
    }

    /// <summary>Drops those whose file has become another one; that is sent in its turn.</summary>
    public void DropOutdated() => Drop(parcel => parcel.File.Seen != parcel.Version);

    public void Drop(Predicate<Parcel> which)
    {
        foreach (var parcel in parcels.FindAll(which))
        {
            Remove(parcel);
        }
    }

    /// <summary>The one of which something may be sent now; null if all that is there is on its way, or as much as may be.</summary>
    public Parcel? Next(bool mayRun)
    {
        var onItsWay = parcels.Sum(parcel => parcel.OnItsWay);
        var next = parcels.Find(parcel => parcel.HasMore(mayRun));
        return next is not null && (onItsWay == 0 || onItsWay + next.NextLength(pieceSize) <= maxOctets) ? next : null;
    }

    /// <summary>Those whose answer was waited for long enough.</summary>
    public IReadOnlyList<Parcel> Overdue(TimeSpan timeout, TimeSpan now) => parcels.FindAll(parcel => parcel.IsOut && DeadlineOf(parcel, timeout) <= now);

    /// <summary>When the next one is waited for long enough.</summary>
    public TimeSpan Deadline(TimeSpan timeout) =>
        parcels.Where(parcel => parcel.IsOut).Select(parcel => DeadlineOf(parcel, timeout)).DefaultIfEmpty(TimeSpan.MaxValue).Min();

    public void Dispose() => parcels.ForEach(parcel => parcel.Dispose());

    private static TimeSpan DeadlineOf(Parcel parcel, TimeSpan timeout) => parcel.SentAt + Patience.After(timeout, parcel.Tries);
}
