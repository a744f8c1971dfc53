using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Asks Linux for what .NET does not show: statx(2), whose structure is the same on every architecture.</summary>
internal static partial class LinuxFileStatus
{
    private const int EmptyPath = 0x1000;
    private const uint BasicAndBirth = 0x07FF | 0x0800;
    private const uint HasBirth = 0x0800;
    private const int Size = 256;

    // Where struct statx has what is needed.
    private const int MaskOffset = 0;
    private const int InodeOffset = 32;
    private const int BirthOffset = 80;
    private const int MajorOffset = 136;
    private const int MinorOffset = 140;

    public static FileIdentity Of(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[Size];
        if (Statx((int)file.DangerousGetHandle(), "", EmptyPath, BasicAndBirth, status) != 0)
        {
            throw new IOException($"statx failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var birth = (Read32(status, MaskOffset) & HasBirth) == 0
            ? 0
            : (long)(Read64(status, BirthOffset) * TimeSpan.TicksPerSecond) + (Read32(status, BirthOffset + 8) / 100);
        return new FileIdentity(Device(Read32(status, MajorOffset), Read32(status, MinorOffset)), Read64(status, InodeOffset), birth);
    }

    /// <summary>A device's number as st_dev has it.</summary>
    private static ulong Device(ulong major, ulong minor) =>
        ((major & 0xFFFFF000) << 32) | ((major & 0xFFF) << 8) | ((minor & 0xFFFFFF00) << 12) | (minor & 0xFF);

    private static uint Read32(ReadOnlySpan<byte> status, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(status[offset..]) : BinaryPrimitives.ReadUInt32BigEndian(status[offset..]);

    private static ulong Read64(ReadOnlySpan<byte> status, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(status[offset..]) : BinaryPrimitives.ReadUInt64BigEndian(status[offset..]);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);
}
