using Microsoft.Win32.SafeHandles;

namespace CC.Files;

/// <summary>
/// Linux' inotify(7). Events are read only while somebody waits: those of one growing file then become one in the kernel's queue, and
/// following a busy file costs no more than a quiet one. The framework's watcher reads each of them, and says nothing when the folder itself goes.
/// </summary>
internal sealed class InotifyFolderWatch : FolderWatch
{
    private readonly Lock gate = new();
    private readonly SafeFileHandle events;
    private readonly SafeFileHandle stop;
    private readonly SemaphoreSlim armed = new(0, 1);
    private readonly Thread reader;
    private HashSet<int> watches = [];
    private volatile bool disposed;

    public InotifyFolderWatch()
    {
        events = Inotify.Open();
        stop = Inotify.OpenSignal();
        reader = new Thread(Read) { IsBackground = true, Name = "folder watch" };
        reader.Start();
    }

    public override void Watch(IReadOnlyCollection<string> folders)
    {
        lock (gate)
        {
            var wanted = folders.Select(folder => WatchNearest(Path.GetFullPath(folder))).ToHashSet();
            foreach (var watch in watches.Where(watch => !wanted.Contains(watch)))
            {
                Inotify.Remove(events, watch);
            }

            watches = wanted;
        }
    }

    public override void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            Inotify.Raise(stop);
            Arm();
            reader.Join();
            events.Dispose();
            stop.Dispose();
            armed.Dispose();
        }
    }

    private protected override void Arm()
    {
        lock (gate)
        {
            if (armed.CurrentCount == 0)
            {
                armed.Release();
            }
        }
    }

    /// <summary>The folder, or the nearest one above it that there is.</summary>
    private int WatchNearest(string folder)
    {
        var path = folder;
        var watch = Add(path, folder);
        while (watch < 0 && Path.GetDirectoryName(path) is { } above)
        {
            path = above;
            watch = Add(path, folder);
        }

        // What has come below it before it was watched nobody is told of.
        while (path != folder && Add(NextTo(folder, path), folder) is >= 0 and var nearer)
        {
            (path, watch) = (NextTo(folder, path), nearer);
        }

        return watch;
    }

    private int Add(string path, string folder) => Inotify.TryAdd(events, path, withContent: path == folder) ?? -1;

    /// <summary>The folder below one above, on the way to another.</summary>
    private static string NextTo(string folder, string above)
    {
        var end = folder.IndexOf(Path.DirectorySeparatorChar, above.TrimEnd(Path.DirectorySeparatorChar).Length + 1);
        return end < 0 ? folder : folder[..end];
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            armed.Wait();
            var changes = FolderChange.None;
            while (changes == FolderChange.None && !disposed) // The end of a watch is told as well, and nobody is to be woken for it.
            {
                changes = Inotify.Changes(buffer.AsSpan(0, Inotify.Read(events, stop, buffer)));
            }

            if (disposed)
            {
                return;
            }

            Tell(changes);
        }
    }
}
