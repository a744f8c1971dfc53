using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Tells one file from another, whatever their names: device and inode, and when the file came into being, since inodes are used again.</summary>
/// <param name="Device">The device, as Unix' <c>st_dev</c>; 0 where the system has none.</param>
/// <param name="Inode">The inode, as Unix' <c>st_ino</c>; elsewhere made of the time of birth.</param>
/// <param name="Birth">When the file was made, in ticks of 100 ns; 0 where the file system does not say.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode, long Birth)
{
    /// <summary>The identity of an open file.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    public static FileIdentity Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? LinuxFileStatus.Of(file) : OfBirth(File.GetCreationTimeUtc(file).Ticks);

    /// <summary>The identity of the file of that name, or null if there is none.</summary>
    public static FileIdentity? Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Of(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Systems that show no inodes to .NET: files are told apart by their time of birth.</summary>
    private static FileIdentity OfBirth(long ticks) => new(0, (ulong)ticks, ticks);
}
