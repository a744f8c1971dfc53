using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CC.Supervision.Processes;

/// <summary>
/// Runs something on a thread that has become who a process is to be. Linux keeps identity, niceness and, once unshared, the umask for each thread, and a child begins with those of the thread that makes
/// it; the thread ends afterwards, so nothing has to be taken back, which an unprivileged thread could not do.
/// </summary>
internal static partial class ChangedThread
{
    private const int UnshareFileSystem = 0x200;
    private const int OfThread = 0;

    /// <summary>What setresuid(2) takes for that nothing is to change.</summary>
    private const uint NoChange = uint.MaxValue;

    private const int SetDumpable = 4;

    // Those of glibc change all threads.
    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly nint SetGroupsCall = IsX64 ? 116 : 159;
    private static readonly nint SetUserCall = IsX64 ? 117 : 147;
    private static readonly nint SetGroupCall = IsX64 ? 119 : 149;

    /// <summary>Whether an order needs it.</summary>
    public static bool IsNeededBy(ProcessOrder order) => order is { Identity: not null } or { Nice: not null } or { Umask: not null };

    /// <exception cref="ProcessStartException">The thread can't become so; or what <paramref name="start"/> throws.</exception>
    public static int Run(ProcessOrder order, Func<int> start)
    {
        var process = 0;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Change(order);
                process = start();
            }
            catch (ProcessStartException refused)
            {
                failure = ExceptionDispatchInfo.Capture(refused);
            }
            finally
            {
                _ = ControlProcess(SetDumpable, 1, 0, 0, 0); // A change of identity has forbidden core dumps of the whole process.
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return process;
    }

    private static void Change(ProcessOrder order)
    {
        if (order.Umask is { } mask)
        {
            Check(Unshare(UnshareFileSystem), $"umask {Convert.ToString(mask, 8)}");
            _ = SetUmask((uint)mask);
        }

        if (order.Nice is { } nice)
        {
            Check(SetPriority(OfThread, 0, nice), $"nice {nice}");
        }

        if (order.Identity is { } identity)
        {
            Become(identity);
        }
    }

    /// <summary>The user last, who then may do none of this.</summary>
    private static void Become(Identity identity)
    {
        var what = $"user {identity.User}, group {identity.Group}";
        if (identity.User == NoChange || identity.Group == NoChange)
        {
            throw new ProcessStartException(StartFailure.NotPrivileged, $"{what}: {NoChange} is nobody's number, and would leave the process as it is");
        }

        uint[] groups = [.. identity.Groups];
        Check(SystemCall(SetGroupsCall, groups.Length, groups), what);
        Check(SystemCall(SetGroupCall, (nint)identity.Group, (nint)identity.Group, (nint)identity.Group), what);
        Check(SystemCall(SetUserCall, (nint)identity.User, (nint)identity.User, (nint)identity.User), what);
    }

    private static void Check(nint result, string what)
    {
        if (result != 0)
        {
            throw new ProcessStartException(StartFailure.NotPrivileged, $"this process can't set {what} for another: {Marshal.GetLastPInvokeErrorMessage()}; it takes root, or the capability for it");
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint count, uint[] groups);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint real, nint effective, nint saved);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int what);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetUmask(uint mask);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int kind, uint who, int nice);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ControlProcess(int option, nint first, nint second, nint third, nint fourth);
}
