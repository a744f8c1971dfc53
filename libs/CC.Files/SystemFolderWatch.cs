namespace CC.Files;

/// <summary>Where there is no inotify: the framework's watcher, one a folder.</summary>
internal sealed class SystemFolderWatch : FolderWatch
{
    private readonly Dictionary<string, FileSystemWatcher> watchers = [];

    public override void Watch(IReadOnlyCollection<string> folders)
    {
        var wanted = folders.Select(Nearest).ToHashSet();
        foreach (var folder in watchers.Keys.Where(folder => !wanted.Contains(folder)).ToArray())
        {
            watchers.Remove(folder, out var watcher);
            watcher!.Dispose();
        }

        foreach (var folder in wanted.Where(folder => !watchers.ContainsKey(folder)))
        {
            watchers[folder] = Start(folder);
        }
    }

    public override void Dispose()
    {
        foreach (var watcher in watchers.Values)
        {
            watcher.Dispose();
        }
    }

    private static string Nearest(string folder) =>
        Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } above ? folder : Nearest(above);

    private FileSystemWatcher Start(string folder)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes,
        };
        watcher.Changed += (_, _) => Tell(FolderChange.Content);
        watcher.Created += (_, _) => Tell(FolderChange.Names);
        watcher.Deleted += (_, _) => Tell(FolderChange.Names);
        watcher.Renamed += (_, _) => Tell(FolderChange.Names);
        watcher.Error += (_, _) => Tell(FolderChange.Names | FolderChange.Content);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
