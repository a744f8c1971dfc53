using System.Globalization;
using CC.Files;

namespace CC.Plugins.InfoSender;

/// <summary>
/// Tells one content of a file from another without reading it: by whole numbers as the system has them, never by a time that was rounded. The time of change, which nobody can set
/// back, tells of a content that was put there with another one's time and length.
/// </summary>
/// <param name="Modified">When it was last written, in ticks since 1970.</param>
/// <param name="Size">Its octets.</param>
/// <param name="Changed">When anything about it was last changed, in ticks since 1970.</param>
/// <param name="Inode">Which file it is.</param>
internal readonly record struct FileVersion(long Modified, long Size, long Changed, ulong Inode)
{
    /// <summary>A name for it, as messages carry it.</summary>
    public string Gen => string.Create(CultureInfo.InvariantCulture, $"{Modified:x}-{Size:x}-{Changed:x}-{Inode:x}");

    public static FileVersion Of(FileStatus status) => new(status.ModifiedTime, status.Length, status.ChangeTime, status.Identity.Inode);
}
