using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Has the operating system write to the disk.</summary>
public sealed partial class DiskFlusher : IFlusher
{
    private const int ReadOnly = 0;

    private DiskFlusher()
    {
    }

    /// <summary>The only one.</summary>
    public static DiskFlusher Instance { get; } = new();

    /// <inheritdoc/>
    public void FlushFile(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    /// <inheritdoc/>
    public void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor >= 0)
        {
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
    }

    /// <inheritdoc/>
    public bool TryFlushFileSystem(SafeFileHandle file) => OperatingSystem.IsLinux() && SyncFileSystem(file) == 0;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
