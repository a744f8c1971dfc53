using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>
/// Opens files that belong to other programs, without getting into their way. On Linux .NET puts an advisory lock on each file that it opens: other .NET
/// programs could not open their own file for themselves alone while it is read here, nor could it be read while they have it so.
/// </summary>
public static partial class ForeignFile
{
    // O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC: what is not a file proper must neither be waited for nor have an effect.
    private const int ToRead = 0x100 | 0x800 | 0x80000;

    /// <summary>Opens a file for reading; null if it is not there.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SafeFileHandle? OpenRead(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            var descriptor = Open(path, ToRead);
            return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
                : Marshal.GetLastPInvokeError() is Errno.NoEntry or Errno.NotDirectory ? null
                : throw Failure(path);
        }

        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static Exception Failure(string path)
    {
        var (error, message) = (Marshal.GetLastPInvokeError(), $"{path} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        return error == Errno.NoAccess ? new UnauthorizedAccessException(message) : new IOException(message);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
