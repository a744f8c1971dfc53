using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CC.Server.Isolation;

/// <summary>Limits that the kernel keeps. Linux only; a configuration that asks for them elsewhere is refused.</summary>
internal static partial class ProcessLimits
{
    private const int OpenFiles = 7;
    private const int ThisThread = 0;

    /// <summary>Limits how many files this process may have open, for good.</summary>
    /// <exception cref="Win32Exception">The system does not let it.</exception>
    public static void LimitOpenFiles(int count)
    {
        nuint[] limit = [(nuint)count, (nuint)count];
        if (SetLimit(OpenFiles, limit) != 0)
        {
            throw Failure($"max-files = {count}");
        }
    }

    /// <summary>Has the calling thread, and whatever it starts, step back.</summary>
    /// <exception cref="Win32Exception">The system does not let it.</exception>
    public static void LowerThisThread(int nice)
    {
        if (SetPriority(ThisThread, 0, nice) != 0)
        {
            throw Failure($"nice = {nice}");
        }
    }

    private static Win32Exception Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{what} is not permitted to this user: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, [In] nuint[] limit);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);
}
