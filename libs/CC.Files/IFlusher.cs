using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>Makes durable what was written, so that it outlives the machine. Thread-safe.</summary>
public interface IFlusher
{
    /// <summary>Makes sure that all that was written to a file is on the disk.</summary>
    /// <exception cref="IOException">It may not be.</exception>
    void FlushFile(SafeFileHandle file);

    /// <summary>Makes sure that a folder's list of names, after a file was made or renamed in it, is on the disk. Does nothing where the system has no such call.</summary>
    void FlushFolder(string folder);

    /// <summary>
    /// Makes sure that all that was written to the file system that a file is on is on the disk: quicker than file by file
    /// when there are many. False where the system has no such call, or it failed.
    /// </summary>
    bool TryFlushFileSystem(SafeFileHandle file);
}
