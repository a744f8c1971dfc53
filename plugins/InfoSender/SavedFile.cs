using System.Text.Json.Serialization;

namespace CC.Plugins.InfoSender;

/// <summary>A file that the receiver has, as it is saved.</summary>
internal sealed record SavedFile(string Path, long Modified, long Size, long Changed, ulong Inode)
{
    [JsonIgnore]
    public FileVersion Version => new(Modified, Size, Changed, Inode);

    public static SavedFile Of(string path, FileVersion version) => new(path, version.Modified, version.Size, version.Changed, version.Inode);
}
