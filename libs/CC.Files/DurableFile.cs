using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Writes files so that after a crash, of the process or of the machine, either the old or the new content is there, whole.</summary>
public static class DurableFile
{
    /// <summary>Replaces a small file's content: writes beside it, flushes to the disk, renames.</summary>
    /// <exception cref="IOException">The content can't be written; the old one is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content) => ReplaceAndOpen(path, content, DiskFlusher.Instance).Dispose();

    /// <summary>Replaces a small file's content, and returns the new file, open for reading and writing.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static SafeFileHandle ReplaceAndOpen(string path, ReadOnlySpan<byte> content, IFlusher flusher)
    {
        var next = $"{path}.new";
        var file = File.OpenHandle(next, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, content, 0);
            flusher.FlushFile(file);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            File.Delete(next); // On a full disk it would keep what it has taken.
            throw;
        }

        flusher.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return file;
    }
}
