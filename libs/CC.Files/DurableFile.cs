using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Writes files so that after a crash, of the process or of the machine, either the old or the new content is there, whole.</summary>
public static partial class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Replaces a small file's content: writes beside it, flushes to the disk, renames.</summary>
    /// <exception cref="IOException">The content can't be written; the old one is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content) => ReplaceAndOpen(path, content).Dispose();

    /// <summary>Replaces a small file's content, and returns the new file, open for reading and writing.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static SafeFileHandle ReplaceAndOpen(string path, ReadOnlySpan<byte> content)
    {
        var next = $"{path}.new";
        var file = File.OpenHandle(next, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            File.Delete(next); // On a full disk it would keep what it has taken.
            throw;
        }

        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return file;
    }

    /// <summary>Makes sure that a folder's list of names, after a file was made or renamed in it, is on the disk. Does nothing where the system has no such call.</summary>
    public static void FlushFolder(string folder)
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

    /// <summary>
    /// Makes sure that all that was written to the file system that a file is on is on the disk: quicker than file by file
    /// when there are many. False where the system has no such call, or it failed.
    /// </summary>
    public static bool TryFlushFileSystem(SafeFileHandle file) => OperatingSystem.IsLinux() && SyncFileSystem(file) == 0;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
