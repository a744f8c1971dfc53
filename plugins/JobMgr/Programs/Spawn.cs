using System.Collections;
using System.Runtime.InteropServices;

namespace CC.Plugins.JobMgr.Programs;

/// <summary>
/// Starts programs by posix_spawn(3): in a session of their own, so that signals to the node do not reach them and their whole group can be ended, with no signal ignored or blocked, and
/// with no open file of the node's.
/// </summary>
internal static unsafe partial class Spawn
{
    /// <summary>Larger than the structures of any C library.</summary>
    private const int StructureSize = 1024;

    private const int SignalSetSize = 128;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    /// <summary>A daemon must not speak to the service manager in the name of its node.</summary>
    private static readonly string[] NotInherited = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"];

    /// <summary>Starts a program; its input is empty, its output goes to a descriptor.</summary>
    /// <param name="words">The program, looked for in PATH if it has no slash, and its arguments.</param>
    /// <param name="additions">Values added to the environment.</param>
    /// <param name="output">Where its output goes.</param>
    /// <returns>The process id.</returns>
    /// <exception cref="ProgramException">It can't be started; the text says why.</exception>
    public static int Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> additions, int output)
    {
        using var arguments = new NativeTexts(words);
        using var environment = new NativeTexts(Environment(additions));
        var actions = stackalloc byte[StructureSize];
        var attributes = stackalloc byte[StructureSize];
        Check(InitializeActions(actions), words[0]);
        try
        {
            Check(InitializeAttributes(attributes), words[0]);
            try
            {
                Describe(actions, attributes, output, words[0]);
                Check(StartProgram(out var process, words[0], actions, attributes, arguments.Pointer, environment.Pointer), words[0]);
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

    private static void Describe(byte* actions, byte* attributes, int output, string program)
    {
        Check(AddOpen(actions, 0, "/dev/null", 0, 0), program);
        Check(AddDuplicate(actions, output, 1), program);
        Check(AddDuplicate(actions, output, 2), program);
        Check(AddCloseFrom(actions, 3), program);
        var none = stackalloc byte[SignalSetSize];
        new Span<byte>(none, SignalSetSize).Clear();
        Check(SetMask(attributes, none), program);
        var all = stackalloc byte[SignalSetSize];
        new Span<byte>(all, SignalSetSize).Clear();
        *(uint*)all = 0x7FFFFFFF & ~((1u << (9 - 1)) | (1u << (19 - 1))); // Nobody can say what SIGKILL and SIGSTOP do.
        Check(SetDefaults(attributes, all), program);
        Check(SetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession), program);
    }

    private static IEnumerable<string> Environment(IReadOnlyDictionary<string, string> additions)
    {
        var inherited = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value));
        return inherited
            .Where(entry => !NotInherited.Contains(entry.Item1) && !additions.ContainsKey(entry.Item1))
            .Concat(additions.Select(entry => (entry.Key, (string?)entry.Value)))
            .Select(entry => $"{entry.Item1}={entry.Item2}");
    }

    private static void Check(int error, string program)
    {
        if (error != 0)
        {
            throw new ProgramException($"{program} can't be started: {Marshal.GetPInvokeErrorMessage(error)}; see that the file is there, that this user may execute it, and that a script begins with #! and its interpreter");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
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
