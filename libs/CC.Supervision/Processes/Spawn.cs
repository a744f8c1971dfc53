using System.Runtime.InteropServices;
using CC.Supervision.Native;

namespace CC.Supervision.Processes;

/// <summary>
/// Starts processes by posix_spawn(3): each in a session of its own, so that signals to this process do not reach it and all of it can be ended; with no signal ignored or blocked; and with no
/// descriptor but those meant for it.
/// </summary>
internal static unsafe partial class Spawn
{
    /// <summary>Larger than the structures of any C library.</summary>
    private const int StructureSize = 1024;

    private const int SignalSetSize = 128;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    /// <summary>All signals but SIGKILL and SIGSTOP, of which nobody can say what they do.</summary>
    private const uint Signals = 0x7FFFFFFF & ~((1u << (9 - 1)) | (1u << (19 - 1)));

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="words">Its name and arguments.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="workingDirectory">Where it is started; null for here.</param>
    /// <param name="descriptors">Its descriptors, from 0 on; -1 is the null device.</param>
    /// <returns>The process's number.</returns>
    /// <exception cref="ProcessStartException">It can't be started.</exception>
    public static int Start(string program, IEnumerable<string> words, IReadOnlyDictionary<string, string> environment, string? workingDirectory, IReadOnlyList<int> descriptors)
    {
        using var arguments = new NativeTexts(words);
        using var variables = new NativeTexts(environment.Select(entry => $"{entry.Key}={entry.Value}"));
        var actions = stackalloc byte[StructureSize];
        var attributes = stackalloc byte[StructureSize];
        Check(InitializeActions(actions), program);
        try
        {
            Check(InitializeAttributes(attributes), program);
            try
            {
                Describe(actions, descriptors, workingDirectory, program);
                Describe(attributes, program);
                Check(StartProgram(out var process, program, actions, attributes, arguments.Pointer, variables.Pointer), program);
                return process;
            }
            finally
            {
                _ = DestroyAttributes(attributes);
            }
        }
        finally
        {
            _ = DestroyActions(actions);
        }
    }

    /// <summary>First out of the way of the targets, then into place: a source may have the number of another's target.</summary>
    private static void Describe(byte* actions, IReadOnlyList<int> descriptors, string? workingDirectory, string program)
    {
        var above = Math.Max(descriptors.Count, descriptors.Max() + 1);
        for (var target = 0; target < descriptors.Count; target++)
        {
            Check(descriptors[target] < 0 ? AddOpen(actions, above + target, "/dev/null", 2, 0) : AddDuplicate(actions, descriptors[target], above + target), program);
        }

        for (var target = 0; target < descriptors.Count; target++)
        {
            Check(AddDuplicate(actions, above + target, target), program);
        }

        Check(AddCloseFrom(actions, descriptors.Count), program);
        if (workingDirectory is not null)
        {
            Check(AddChangeDirectory(actions, workingDirectory), program);
        }
    }

    private static void Describe(byte* attributes, string program)
    {
        var set = stackalloc byte[SignalSetSize];
        new Span<byte>(set, SignalSetSize).Clear();
        Check(SetMask(attributes, set), program);
        *(uint*)set = Signals;
        Check(SetDefaults(attributes, set), program);
        Check(SetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession), program);
    }

    private static void Check(int error, string program)
    {
        if (error != 0)
        {
            throw new ProcessStartException(
                error switch
                {
                    Errno.NoEntry or Errno.NotDirectory => StartFailure.NoProgram,
                    Errno.NoAccess or Errno.ExecFormat => StartFailure.NotPermitted,
                    _ => StartFailure.NoResources,
                },
                $"{program} can't be started: {Marshal.GetPInvokeErrorMessage(error)}; see that this user may execute it, and that a script begins with #! and an interpreter that is there");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StartProgram(out int process, string program, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitializeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int descriptor, int duplicate);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(byte* actions, int first);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddChangeDirectory(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitializeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);
}
