namespace CC.Files;

/// <summary>A file that one owner at a time holds, of all processes on the machine; whoever ends lets go of it.</summary>
public sealed class LockFile : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream file;

    private LockFile(FileStream file) => this.file = file;

    /// <summary>Takes the lock, and makes the file if need be; null while somebody else has it.</summary>
    /// <exception cref="IOException">The file can't be made.</exception>
    public static LockFile? TryTake(string path)
    {
        try
        {
            return new LockFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held) when (held.HResult is Errno.Again or SharingViolation)
        {
            return null;
        }
    }

    /// <summary>Lets go of the lock. The file stays, since removing it would let two others hold two files of that name.</summary>
    public void Dispose() => file.Dispose();
}
