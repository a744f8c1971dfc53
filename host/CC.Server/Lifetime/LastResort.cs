using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Server.Lifetime;

/// <summary>Ends the process when the runtime does not get to it, since a plugin's finalizer, or its handler for the end of the process, does not return.</summary>
internal static partial class LastResort
{
    /// <summary>Ends it if it is still there after a while.</summary>
    public static void EndAfter(TimeSpan patience, int exitCode) =>
        new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(patience);
            if (OperatingSystem.IsWindows())
            {
                Process.GetCurrentProcess().Kill();
            }

            ExitNow(exitCode);
        })
        { IsBackground = true, Name = "last resort" }.Start();

    /// <summary>_exit(2): no handlers, no finalizers.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int exitCode);
}
