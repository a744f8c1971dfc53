using CC.Files;
using CC.Server.Components;

namespace CC.Server.Plugins;

/// <summary>
/// The folder in which a process keeps copies of its builds. It is held by a lock, which goes with the process, so that what a killed one has left can be told
/// from what is in use.
/// </summary>
internal sealed class PluginCopies : IDisposable
{
    private const string Prefix = "ccserver-plugins-";
    private const string Lock = ".lock";

    /// <summary>How long a folder is left alone: its process may be about to take the lock.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private const UnixFileMode Passable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string folder;
    private readonly FileStream held;
    private int last;

    /// <summary>Makes the folder, and begins to remove those that processes have left behind.</summary>
    /// <exception cref="ComponentException">It can't be made.</exception>
    public PluginCopies(TimeProvider time)
    {
        try
        {
            folder = Directory.CreateTempSubdirectory(Prefix).FullName;
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, Passable); // Tasks of other users are loaded from there as well.
            }

            held = new FileStream(Path.Combine(folder, Lock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ComponentException($"plugins can't be copied to {Path.GetTempPath()}, from where they are loaded: {failure.Message.TrimEnd('.')}; set TMPDIR to a folder that this user may write to", failure);
        }

        var before = time.GetUtcNow() - Fresh;
        WhenSwept = Task.Run(() => Sweep(before));
    }

    /// <summary>Completes when nothing is left behind any more. Nobody has to wait for it.</summary>
    public Task WhenSwept { get; }

    /// <summary>A copy of what is in a main assembly's folder.</summary>
    /// <exception cref="IOException">A file can't be copied, or not be read.</exception>
    public PluginCopy Make(string main) => PluginCopy.Of(main, Path.Combine(folder, $"{Interlocked.Increment(ref last)}"));

    public void Dispose()
    {
        held.Dispose();
        Delete(folder);
    }

    /// <summary>Removes a folder, if that can be done; else it stays in the system's temporary folder.</summary>
    internal static void Delete(string folder) => Try(() => Directory.Delete(folder, recursive: true));

    private void Sweep(DateTimeOffset before) => Try(() =>
    {
        var owner = FileStatus.Of(folder)?.Owner;
        foreach (var other in Directory.GetDirectories(Path.GetDirectoryName(folder)!, $"{Prefix}*").Where(other => other != folder))
        {
            Try(() => Remove(other, owner, before));
        }
    });

    /// <summary>Whether what may be left of a process is this user's, no link to elsewhere, and not just beginning.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="user">This user, or null where the system does not tell.</param>
    /// <param name="before">When it must not have been written since.</param>
    internal static bool MayRemove(string folder, uint? user, DateTimeOffset before) =>
        !File.GetAttributes(folder).HasFlag(FileAttributes.ReparsePoint) && Directory.GetLastWriteTimeUtc(folder) <= before && FileStatus.Of(folder)?.Owner == user;

    /// <summary>Removes a folder that nobody holds.</summary>
    private static void Remove(string folder, uint? owner, DateTimeOffset before)
    {
        if (!MayRemove(folder, owner, before))
        {
            return;
        }

        using var free = new FileStream(Path.Combine(folder, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Delete(folder);
    }

    /// <summary>What is in use, or gone already, is nobody's concern here.</summary>
    private static void Try(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The system clears its temporary folder, in its own time.
        }
    }
}
