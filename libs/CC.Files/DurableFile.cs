using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Writes files so that after a crash, of the process or of the machine, either the old or the new content is there, whole.</summary>
public static class DurableFile
{
    /// <summary>
    /// Replaces a small file's content, and keeps the one before under another name. After a crash there may be none under its own name; then the new one is there, whole, under that
    /// of <see cref="NextOf"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new content.</param>
    /// <param name="before">What the file is called from now on that had the old content; one of that name is replaced.</param>
    /// <inheritdoc cref="ReplaceAndOpen(string, ReadOnlySpan{byte}, IFlusher)" path="/exception"/>
    public static void ReplaceAndKeep(string path, ReadOnlySpan<byte> content, string before) => ReplaceAndOpen(path, content, DiskFlusher.Instance, before).Dispose();

    /// <summary>What a file's new content is written to before it replaces the old one.</summary>
    public static string NextOf(string path) => $"{path}.new";

    /// <summary>Replaces a small file's content, and returns the new file, open for reading and writing: writes beside it, flushes, renames.</summary>
    /// <exception cref="IOException">The content can't be written; the old one is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static SafeFileHandle ReplaceAndOpen(string path, ReadOnlySpan<byte> content, IFlusher flusher) => ReplaceAndOpen(path, content, flusher, before: null);

    private static SafeFileHandle ReplaceAndOpen(string path, ReadOnlySpan<byte> content, IFlusher flusher, string? before)
    {
        var next = NextOf(path);
        var file = File.OpenHandle(next, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, content, 0);
            flusher.FlushFile(file);
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

        flusher.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return file;
    }
}
