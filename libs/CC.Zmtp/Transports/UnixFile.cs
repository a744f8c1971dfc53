using System.Runtime.InteropServices;

namespace CC.Zmtp.Transports;

/// <summary>What .NET does not tell of a file: whether it is a Unix socket, and which file it is.</summary>
internal static class UnixFile
{
    // statx(2): a structure of 256 octets, the same on every architecture.
    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint TypeAndInode = 0x101;
    private const int Size = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int TypeMask = 0xF000;
    private const int SocketType = 0xC000;

    /// <summary>False also for what cannot be looked at, and where the operating system is not Linux.</summary>
    public static bool IsSocket(string path) =>
        Look(path) is { } status && (BitConverter.ToUInt16(status, ModeOffset) & TypeMask) == SocketType;

    /// <summary>What tells a file from all others as long as it exists; null for what cannot be looked at, and where the operating system is not Linux.</summary>
    public static (ulong Device, ulong Inode)? Identify(string path) =>
        Look(path) is { } status ? (BitConverter.ToUInt64(status, DeviceOffset), BitConverter.ToUInt64(status, InodeOffset)) : null;

    private static byte[]? Look(string path)
    {
        var status = new byte[Size];
        return OperatingSystem.IsLinux() && Statx(CurrentDirectory, path, DoNotFollowLinks, TypeAndInode, status) == 0 ? status : null;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);
}
