using System.Runtime.InteropServices;

namespace CC.Plugins.Tests.LogTail;

/// <summary>Makes what .NET can't: pipes, and files with any octets for a name.</summary>
internal static partial class NativeFiles
{
    public const uint File = 0x81A4;
    public const uint Pipe = 0x11A4;

    public static int MakeNode(byte[] path, uint mode) => MakeNode(path, mode, 0);

    [LibraryImport("libc", EntryPoint = "mknod")]
    private static partial int MakeNode(byte[] path, uint mode, ulong device);
}
