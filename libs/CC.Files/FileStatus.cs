using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>What the system says of a file.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Length">Its length in octets.</param>
/// <param name="IsRegular">Whether it is a file proper: no folder, pipe, socket or device.</param>
public readonly record struct FileStatus(FileIdentity Identity, long Length, bool IsRegular)
{
    /// <summary>When its content or anything that the system keeps of it was last changed, in ticks since 1970; nobody can set it back. Where the system does not tell, when its content was.</summary>
    public long ChangeTime { get; init; }

    /// <summary>When its content was last written, as its owner has it, in ticks since 1970.</summary>
    public long ModifiedTime { get; init; }

    /// <summary>The number of the user that it belongs to; 0 where the system does not tell.</summary>
    public uint Owner { get; init; }

    /// <summary>The status of an open file.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    public static FileStatus Of(SafeFileHandle file) => OperatingSystem.IsLinux()
        ? LinuxFileStatus.Of(file)
        : new FileStatus(OfBirth(File.GetCreationTimeUtc(file)), RandomAccess.GetLength(file), IsRegular: true)
        {
            ChangeTime = (File.GetLastWriteTimeUtc(file) - DateTime.UnixEpoch).Ticks,
            ModifiedTime = (File.GetLastWriteTimeUtc(file) - DateTime.UnixEpoch).Ticks,
        };

    /// <summary>The status of what a path leads to, links followed; nothing is opened, and it need not be readable. Null if it leads nowhere.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    public static FileStatus? Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxFileStatus.Of(path);
        }

        var file = new FileInfo(path);
        return file.Exists ? new FileStatus(OfBirth(file.CreationTimeUtc), file.Length, IsRegular: true)
        {
            ChangeTime = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks,
            ModifiedTime = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks,
        }
            : Directory.Exists(path) ? new FileStatus(default, 0, IsRegular: false)
            : null;
    }

    /// <summary>Systems that show no inodes to .NET: files are told apart by their time of birth.</summary>
    private static FileIdentity OfBirth(DateTime birth)
    {
        var ticks = (birth - DateTime.UnixEpoch).Ticks;
        return new FileIdentity(0, (ulong)ticks, ticks);
    }
}
