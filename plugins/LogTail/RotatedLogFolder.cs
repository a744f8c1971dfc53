using CC.Files;

namespace CC.Plugins.LogTail;

/// <summary>One name that stands for one file after another; the older ones live on under names with something appended.</summary>
internal sealed class RotatedLogFolder(string path, string name) : LogFolder(path)
{
    private static readonly string[] Compressed = [".gz", ".bz2", ".xz", ".zst"];

    private readonly string current = Path.Combine(path, name);

    public override string? Newest() => File.Exists(current) ? current : null;

    /// <summary>Opened at once, since it may be renamed again before its turn comes.</summary>
    public override (string Name, TailedFile File)? OpenNext(Flow last, bool isReadWhole)
    {
        if (FileIdentity.Of(current) is not { } identity || identity == last.Identity || TailedFile.Open(current) is not { } file)
        {
            return null;
        }

        return (current, file);
    }

    /// <summary>Those put aside after the last one was, oldest first.</summary>
    public override IEnumerable<(string Name, TailedFile File)> OpenMissed(TailedFile last) =>
        Directory.EnumerateFiles(Folder)
            .Where(candidate => IsSibling(candidate, current) && !Compressed.Contains(Path.GetExtension(candidate)))
            .Where(candidate => FileIdentity.Of(candidate) is { } identity && identity.Birth > last.Identity.Birth)
            .OrderBy(candidate => FileIdentity.Of(candidate)!.Value.Birth)
            .Select(TailedFile.Open)
            .OfType<TailedFile>()
            .Where(candidate => !StartsLike(candidate, last))
            .Select(missed => (current, missed));

    public override long LengthAfter(Flow last) => FileIdentity.Of(current) == last.Identity ? 0 : LengthOf(current);

    /// <summary>A copy of the last file is not one that came after it.</summary>
    private static bool StartsLike(TailedFile candidate, TailedFile file)
    {
        var length = Math.Min(Fingerprint.MaxLength, Math.Min(candidate.Length, file.Length));
        return length > 0 && candidate.FingerprintAt(length) == file.FingerprintAt(length);
    }
}
