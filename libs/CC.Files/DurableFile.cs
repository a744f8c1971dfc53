using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Writes files so that after a crash, of the process or of the machine, either the old or the new content is there, whole.</summary>
public static partial class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>
    /// Replaces a small file's content, and keeps the one before under another name. After a crash there may be none under its own name; then the new one is there, whole, under that
    /// of <see cref="NextOf"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new content.</param>
    /// <param name="before">What the file is called from now on that had the old content; one of that name is replaced.</param>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static void ReplaceAndKeep(string path, ReadOnlySpan<byte> content, string before) => ReplaceAndOpen(path, content, before).Dispose();

    /// <summary>What a file's new content is written to before it replaces the old one.</summary>
    public static string NextOf(string path) => $"{path}.new";

    /// <summary>Replaces a small file's content: writes beside it, flushes to the disk, renames.</summary>
    /// <exception cref="IOException">The content can't be written; the old one is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content) => ReplaceAndOpen(path, content).Dispose();

    /// <summary>Replaces a small file's content, and returns the new file, open for reading and writing.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static SafeFileHandle ReplaceAndOpen(string path, ReadOnlySpan<byte> content) => ReplaceAndOpen(path, content, before: null);

    private static SafeFileHandle ReplaceAndOpen(string path, ReadOnlySpan<byte> content, string? before)
    {
        var next = NextOf(path);
        var file = File.OpenHandle(next, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
            if (before is not null && File.Exists(path))
            {
                File.Move(path, before, overwrite: true);
            }

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
