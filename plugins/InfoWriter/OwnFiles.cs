namespace CC.Plugins.InfoWriter;

/// <summary>
/// Names of the writer's own files: the lock in its folder, and what is written to before it takes its target's place. These have names of their own each, never one made of the
/// target's, and what a writer has left behind that was killed is recognized by them.
/// </summary>
internal sealed class OwnFiles
{
    private readonly string folder;
    private readonly string stem;
    private readonly string life = Guid.NewGuid().ToString("N");
    private long last;

    public OwnFiles(InfoWriterOptions options)
    {
        folder = options.Folder;
        stem = $".{options.ServiceName.Replace(':', '_').Replace('/', '_')}.";
        Lock = Path.Combine(folder, $"{stem}lock");
    }

    /// <summary>The path of what only one writer holds.</summary>
    public string Lock { get; }

    /// <summary>A path in a folder that nothing has.</summary>
    public string Next(string folder) => Path.Combine(folder, $"{stem}{life}-{Interlocked.Increment(ref last)}.new");

    /// <summary>Whether one of a path's names, below the writer's folder, is such a file's.</summary>
    public bool Has(string path) => path[folder.Length..].Split('/').Any(name => name.StartsWith(stem, StringComparison.Ordinal));

    /// <summary>Removes from a folder what was left behind; only the one that holds the lock may.</summary>
    public void RemoveLeftBehind(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, $"{stem}*.new", SearchOption.TopDirectoryOnly))
        {
            if (!Path.GetFileName(path).StartsWith($"{stem}{life}-", StringComparison.Ordinal))
            {
                File.Delete(path);
            }
        }
    }
}
