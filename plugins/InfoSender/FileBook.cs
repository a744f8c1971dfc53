namespace CC.Plugins.InfoSender;

/// <summary>All files that are known, and which of them are to be sent. Belongs to the loop that sends.</summary>
internal sealed class FileBook(TimeSpan settleTime, TimeSpan forgetAfter)
{
    private readonly Dictionary<string, TrackedFile> byName = [];

    public IEnumerable<TrackedFile> All => byName.Values;

    /// <summary>The file of a name as messages carry it.</summary>
    public TrackedFile? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Takes on what was saved: that much the receiver has.</summary>
    public void Restore(IEnumerable<SavedFile> saved)
    {
        foreach (var file in saved)
        {
            Track(file.Path).Stored = file.Version;
        }
    }

    /// <summary>Takes note of what is in the folder; returns how many files are new or changed.</summary>
    public int Look(IReadOnlyList<(string Path, FileVersion Version)> found, TimeSpan now)
    {
        var there = found.Select(file => (File: Track(file.Path), file.Version)).ToArray();
        var changes = there.Count(one => one.File.See(one.Version, now) && one.File.IsToBeSent);
        var present = there.Select(one => one.File).ToHashSet();
        foreach (var file in byName.Values.Where(file => !present.Contains(file)).ToArray())
        {
            file.Miss(now);
            if (now - file.GoneSince >= forgetAfter)
            {
                byName.Remove(file.Name);
            }
        }

        return changes;
    }

    /// <summary>The files that may be sent now, those first that have been left alone for the longest time; and when the next one may be.</summary>
    public (Queue<TrackedFile> Due, TimeSpan Next) Due(TimeSpan now)
    {
        var waiting = byName.Values.Where(file => file.IsToBeSent).ToLookup(file => file.DueAt(settleTime) <= now);
        return (
            new Queue<TrackedFile>(waiting[true].OrderBy(file => file.SeenAt).ThenBy(file => file.Name, StringComparer.Ordinal)),
            waiting[false].Select(file => file.DueAt(settleTime)).DefaultIfEmpty(TimeSpan.MaxValue).Min());
    }

    /// <summary>The receiver acknowledges after all: what it was only sent has to be sent again.</summary>
    public void Reconsider()
    {
        foreach (var file in byName.Values)
        {
            file.Passed = null;
        }
    }

    private TrackedFile Track(string path)
    {
        var file = new TrackedFile(path);
        return byName.TryGetValue(file.Name, out var known) ? known : byName[file.Name] = file;
    }
}
