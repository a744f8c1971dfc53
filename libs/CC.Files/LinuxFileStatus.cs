using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Asks Linux for what .NET does not show: statx(2), whose structure is the same on every architecture.</summary>
internal static partial class LinuxFileStatus
{
    private const int WorkingDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicAndBirth = 0x07FF | 0x0800;
    private const uint HasBirth = 0x0800;
    private const int Size = 256;

    // Where struct statx has what is needed.
    private const int MaskOffset = 0;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int LengthOffset = 40;
    private const int BirthOffset = 80;
    private const int ChangeOffset = 96;
    private const int ModifiedOffset = 112;
    private const int MajorOffset = 136;
    private const int MinorOffset = 140;

    private const int TypeOfFile = 0xF000;
    private const int Regular = 0x8000;

    public static FileStatus Of(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[Size];
        return Statx(file, "", EmptyPath, BasicAndBirth, status) == 0 ? Read(status) : throw Failure("an open file");
    }

    public static FileStatus? Of(string path)
    {
        Span<byte> status = stackalloc byte[Size];
        return Statx(WorkingDirectory, path, 0, BasicAndBirth, status) == 0 ? Read(status)
            : Marshal.GetLastPInvokeError() is Errno.NoEntry or Errno.NoAccess or Errno.NotDirectory or Errno.NameTooLong or Errno.Loop ? null
            : throw Failure(path);
    }

    private static FileStatus Read(ReadOnlySpan<byte> status)
    {
        var birth = (Read32(status, MaskOffset) & HasBirth) == 0 ? 0 : Ticks(status, BirthOffset);
        var device = Device(Read32(status, MajorOffset), Read32(status, MinorOffset));
        return new FileStatus(
            new FileIdentity(device, Read64(status, InodeOffset), birth),
            (long)Read64(status, LengthOffset),
            (Read16(status, ModeOffset) & TypeOfFile) == Regular)
        {
            ChangeTime = Ticks(status, ChangeOffset),
            ModifiedTime = Ticks(status, ModifiedOffset),
            Owner = Read32(status, OwnerOffset),
        };
    }

    /// <summary>A struct statx_timestamp: seconds, and nanoseconds.</summary>
    private static long Ticks(ReadOnlySpan<byte> status, int offset) =>
        (long)(Read64(status, offset) * TimeSpan.TicksPerSecond) + (Read32(status, offset + 8) / 100);

    /// <summary>A device's number as st_dev has it.</summary>
    private static ulong Device(ulong major, ulong minor) =>
        ((major & 0xFFFFF000) << 32) | ((major & 0xFFF) << 8) | ((minor & 0xFFFFFF00) << 12) | (minor & 0xFF);

    private static ushort Read16(ReadOnlySpan<byte> status, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(status[offset..]) : BinaryPrimitives.ReadUInt16BigEndian(status[offset..]);

    private static uint Read32(ReadOnlySpan<byte> status, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(status[offset..]) : BinaryPrimitives.ReadUInt32BigEndian(status[offset..]);

    private static ulong Read64(ReadOnlySpan<byte> status, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(status[offset..]) : BinaryPrimitives.ReadUInt64BigEndian(status[offset..]);

    private static IOException Failure(string file) => new($"statx of {file} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle directory, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);
}
