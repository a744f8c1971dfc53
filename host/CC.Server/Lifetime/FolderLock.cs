using System.Runtime.InteropServices;

namespace CC.Server.Lifetime;

/// <summary>
/// Has processes take turns at looking at a file and writing it. The lock is on its folder, since a file that is replaced or removed can't hold
/// one, and a file of its own would be left lying about. Unix only.
/// </summary>
internal sealed partial class FolderLock : IDisposable
{
    private const int ReadOnly = 0;
    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int None = -1;

    /// <summary>A turn takes milliseconds; whoever else holds a lock on a folder must not keep a node from starting.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly int descriptor;

    private FolderLock(int descriptor) => this.descriptor = descriptor;

    /// <summary>Waits for the turn; goes on without where there are no such locks, or one is held for too long.</summary>
    public static FolderLock Take(string folder)
    {
        var descriptor = OperatingSystem.IsWindows() ? None : Open(folder, ReadOnly);
        if (descriptor >= 0)
        {
            SpinWait.SpinUntil(() => Lock(descriptor, ExclusiveWithoutWaiting) == 0, Limit);
        }

        return new FolderLock(descriptor);
    }

    public void Dispose()
    {
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
